package dev.recourse.crash.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Consumer;

/** The file operations of the JDK; tells of each one that is done, such as {@code move new/ID.json.part pending/ID.json}. */
public class ObservedFiles implements FileOperations {

    private final FileOperations files = FileOperations.system();

    private final Consumer<String> observer;

    public ObservedFiles(Consumer<String> observer) {
        this.observer = observer;
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        files.createDirectory(directory);
        observer.accept("create " + name(directory));
    }

    @Override
    public FileChannel create(Path file) throws IOException {
        FileChannel open = files.create(file);
        observer.accept("create " + name(file));
        return open;
    }

    @Override
    public void write(Path file, FileChannel open, ByteBuffer content) throws IOException {
        files.write(file, open, content);
        observer.accept("write " + name(file));
    }

    @Override
    public void sync(Path file, FileChannel open) throws IOException {
        boolean directory = Files.isDirectory(file);
        files.sync(file, open);
        observer.accept("sync " + (directory ? "/" + file.getFileName() : name(file)));
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        files.move(from, to);
        observer.accept("move " + name(from) + " " + name(to));
    }

    @Override
    public void setTime(Path file, FileTime time) throws IOException {
        files.setTime(file, time);
        observer.accept("time " + name(file));
    }

    @Override
    public boolean delete(Path file) throws IOException {
        boolean deleted = files.delete(file);
        observer.accept("delete " + name(file));
        return deleted;
    }

    private static String name(Path file) {
        String name = file.getFileName().toString().replaceAll("\\d{8}T\\d{6}\\.\\d{3}Z-[0-9a-f]{8}", "ID");
        return file.getParent().getFileName() + "/" + name;
    }
}
