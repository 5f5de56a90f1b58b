package dev.recourse.retry.failure;

/** The errors of the virtual machine, which nobody may keep to himself who calls other people's code. */
public final class MachineErrors {

    private MachineErrors() {}

    /** Throws such an error again, and does nothing for all else: a stack that has overflown is as good as new. */
    public static void rethrow(Throwable thrown) {
        if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
            throw error;
        }
    }
}
