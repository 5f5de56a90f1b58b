package dev.recourse.crash.locals;

/** Reads the traces of throwables, without any code of the application. */
final class Traces {

    private static final StackTraceElement[] NONE = {};

    private static final ClassValue<Boolean> ARE_PLAIN = new ClassValue<>() {

        @Override
        protected Boolean computeValue(Class<?> type) {
            try {
                return type.getMethod("getStackTrace").getDeclaringClass() == Throwable.class;
            } catch (NoSuchMethodException | LinkageError ex) {
                return false;
            }
        }
    };

    private Traces() {}

    /** Returns whether a class is being initialized: what needs it on another thread waits until this is done. */
    static boolean isInitializing(StackTraceElement[] trace) {
        for (StackTraceElement frame : trace) {
            if (frame.getMethodName().equals("<clinit>")) {
                return true;
            }
        }
        return false;
    }

    /** Returns the trace; none of a throwable that makes it up itself. */
    static StackTraceElement[] of(Throwable failure) {
        return ARE_PLAIN.get(failure.getClass()) ? failure.getStackTrace() : NONE;
    }
}
