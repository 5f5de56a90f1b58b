package dev.recourse.crash.trigger;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Names the exception on the standard error where not even its trace can be printed: without any memory. */
final class EmergencyConsole {

    private static final byte[] WORDS =
            "java.lang.OutOfMemoryError (no memory is left to print its trace)\n".getBytes(US_ASCII);

    private final FileChannel err = new FileOutputStream(FileDescriptor.err).getChannel();

    private final ByteBuffer text = ByteBuffer.allocateDirect(WORDS.length).put(WORDS);

    /** Gets ready while there is memory: even the way to the channel takes some the first time. */
    EmergencyConsole() {
        text.flip().limit(0);
        write();
    }

    synchronized void say() {
        text.limit(text.capacity()).rewind();
        write();
    }

    private void write() {
        try {
            do {
                err.write(text);
            } while (text.hasRemaining());
        } catch (IOException ex) {
            // nothing is left to try
        }
    }
}
