package dev.recourse.crash.hook;

import dev.recourse.crash.store.ReportDirectory;
import dev.recourse.crash.store.ReserveFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Memory, and an open file, kept for the moment in which there is none: nothing here allocates once it is armed. */
final class HeapReserve {

    /** In pieces that no collector treats as large: such ones come back last. */
    private static final int PIECE = 64 * 1024;

    private static final int PIECES = 48;

    private static final int TEXT = 8192;

    private static final int MAX_HEADER = TEXT - 512;

    private static final int MAX_CAUSES = 10;

    /** Messages of the virtual machine itself; any other may hold a secret and there is no memory to look. */
    private static final String[] KNOWN = {
        "Java heap space",
        "GC overhead limit exceeded",
        "Metaspace",
        "Compressed class space",
        "Requested array size exceeds VM limit"
    };

    private final ByteBuffer text = ByteBuffer.allocateDirect(TEXT);

    private byte @Nullable [] @Nullable [] memory;

    private @Nullable ReserveFile reserved;

    private boolean written;

    private boolean superseded;

    private boolean disarmed;

    /** Takes the memory, and a file of the directory, or less if there is less. */
    synchronized void arm(ReportDirectory directory) throws IOException {
        if (disarmed) {
            return;
        }
        if (memory == null) {
            memory = new byte[PIECES][PIECE];
            superseded = false;
        }
        if (reserved == null) {
            reserved = directory.openReserve();
            // once with memory: even a constant text is made of it when it is reached first
            compose(reserved, Thread.currentThread(), new OutOfMemoryError(KNOWN[0]));
            text.limit(1).put(0, (byte) '\n');
            reserved.write(text);
            reserved.clear();
        }
    }

    /** If memory is what is missing, gives some back and writes down that much. */
    synchronized void release(Thread thread, Throwable failure) {
        if (!isExhausted(failure)) {
            return;
        }
        memory = null;
        ReserveFile open = reserved;
        if (open == null || written || superseded) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            compose(open, thread, failure);
            open.write(text);
            written = true;
        } catch (Throwable ex) {
            // the short report is tried next, with the memory that is free now
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Forgets what was written, for a better report is stored; until memory is back there need not be another. */
    synchronized void supersede() {
        if (written && reserved != null) {
            try {
                reserved.clear();
                written = false;
                superseded = true;
            } catch (IOException ex) {
                // then there will be a second, poorer report of this crash
            }
        }
    }

    /** Gives all of it back; what was written stays, for the next start. */
    synchronized void disarm() {
        disarmed = true;
        memory = null;
        if (reserved != null) {
            reserved.close();
            reserved = null;
        }
    }

    private void compose(ReserveFile open, Thread thread, Throwable failure) {
        text.clear();
        put("source: uncaught\ntime: ");
        put(System.currentTimeMillis());
        put("\nthread: #");
        put(thread.getId());
        put("\n");
        byte[] header = open.header();
        text.put(header, 0, Math.min(header.length, MAX_HEADER));
        put("\njava.lang.OutOfMemoryError");
        putKnown(failure.getMessage());
        text.flip();
    }

    private void putKnown(@Nullable String message) {
        for (String known : KNOWN) {
            if (known.equals(message)) {
                put(": ");
                put(known);
            }
        }
        put("\n");
    }

    private void put(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            text.put((byte) ascii.charAt(i));
        }
    }

    private void put(long number) {
        long divisor = 1;
        while (number / divisor >= 10) {
            divisor *= 10;
        }
        for (; divisor > 0; divisor /= 10) {
            text.put((byte) ('0' + number / divisor % 10));
        }
    }

    /** Looks into exceptions of the JDK only: what others override may hang or throw. */
    static boolean isExhausted(Throwable failure) {
        Throwable next = failure;
        for (int i = 0; i < MAX_CAUSES && next != null; i++) {
            if (next instanceof OutOfMemoryError) {
                return true;
            }
            next = next.getClass().getClassLoader() == null ? next.getCause() : null;
        }
        return false;
    }
}
