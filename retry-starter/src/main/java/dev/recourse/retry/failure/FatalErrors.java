package dev.recourse.retry.failure;

/** Rethrows fatal errors of the JVM. Call it first in every {@code catch (Throwable)} around user code. */
public final class FatalErrors {

    private FatalErrors() {}

    /** Rethrows a {@link VirtualMachineError}, but no {@link StackOverflowError}: that one is over once it is caught. */
    public static void rethrow(Throwable thrown) {
        if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
            throw error;
        }
    }
}
