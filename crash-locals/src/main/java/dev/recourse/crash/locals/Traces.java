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

    /** Returns the trace; none of a throwable that makes it up itself. */
    static StackTraceElement[] of(Throwable failure) {
        return ARE_PLAIN.get(failure.getClass()) ? failure.getStackTrace() : NONE;
    }
}
