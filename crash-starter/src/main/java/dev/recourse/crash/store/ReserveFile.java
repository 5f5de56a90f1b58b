package dev.recourse.crash.store;

import dev.recourse.crash.format.ReportOwner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.Supplier;

/** A file of the directory that is open before it is needed: using it allocates nothing. */
public final class ReserveFile {

    private final Path file;

    private final FileChannel channel;

    private final FileOperations files;

    private final Supplier<ReportOwner> owner;

    ReserveFile(Path file, FileChannel channel, FileOperations files, Supplier<ReportOwner> owner) {
        this.file = file;
        this.channel = channel;
        this.files = files;
        this.owner = owner;
    }

    /** Returns the lines that say whose the report is. */
    public byte[] header() {
        return owner.get().header();
    }

    /** Writes a short report; it is on the disk when this returns. */
    public void write(ByteBuffer text) throws IOException {
        files.write(file, channel, text);
        files.sync(file, channel);
    }

    /** Forgets what was written. */
    public void clear() throws IOException {
        channel.truncate(0);
    }

    /** Closes it, and deletes it if it was not needed; where that fails the next start does it. */
    public void close() {
        try {
            boolean needed = channel.size() > 0;
            channel.close();
            if (!needed) {
                files.delete(file);
            }
        } catch (IOException ex) {
            // as said
        }
    }
}
