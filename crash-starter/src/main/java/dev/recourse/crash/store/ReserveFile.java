package dev.recourse.crash.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the directory that is open before it is needed. */
public record ReserveFile(Path file, FileChannel channel) {

    /** Closes it, and deletes it if it was not needed; where that fails the next start does it. */
    public void close() {
        try {
            boolean needed = channel.size() > 0;
            channel.close();
            if (!needed) {
                Files.deleteIfExists(file);
            }
        } catch (IOException ex) {
            // as said
        }
    }
}
