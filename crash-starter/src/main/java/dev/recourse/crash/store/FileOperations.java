package dev.recourse.crash.store;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** Every change that the store makes to the file system; handed in, so that a test can see, or fail, each one. */
public interface FileOperations {

    /** Returns those of the JDK. */
    static FileOperations system() {
        return SystemFiles.INSTANCE;
    }

    /** Creates a directory, and those above it that are missing, for the owner only. */
    void createDirectory(Path directory) throws IOException;

    /**
     * Creates a file for the owner only, open for writing; never opens what is there.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is anything of this name, a link too
     */
    FileChannel create(Path file) throws IOException;

    /** Writes all of the content. */
    void write(Path file, FileChannel open, ByteBuffer content) throws IOException;

    /** Waits until a file, or the names in a directory, are on the disk. */
    void sync(Path file, FileChannel open) throws IOException;

    /** Moves a file, in one step, over what is there of the other name. */
    void move(Path from, Path to) throws IOException;

    /** Sets the time at which a file was last modified. */
    void setTime(Path file, FileTime time) throws IOException;

    /** Deletes a file or an empty directory; a link, not what it leads to. Returns whether there was one. */
    boolean delete(Path file) throws IOException;

    /** Makes the names in a directory durable. Where directories cannot be opened, as on Windows, the file system does it alone. */
    default void syncDirectory(Path directory) {
        try (FileChannel open = FileChannel.open(directory, READ)) {
            sync(directory, open);
        } catch (IOException ex) {
            // nothing to be done, and the file itself is complete
        }
    }
}
