package dev.recourse.crash.locals;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One handler of a woven method; it knows no class, so that it keeps none alive. */
final class RecordingSite {

    /** Of exceptions that begin at one place, so that one that is thrown all the time leaves room for the others. */
    private static final int BEGINNINGS_A_SECOND = 10;

    /** For which the threads that throw at one place wait for values: 50 ms a second, saved for ten of them. */
    private static final long WAITING_A_SECOND = 50_000_000;

    private static final int SECONDS_SAVED = 10;

    private final String place;

    private final String className;

    private final String methodName;

    private final String lines;

    private final char arrival;

    private final List<String> swallowed;

    private final List<Variable> variables;

    private final TokenBucket beginnings;

    private final TokenBucket waiting;

    private volatile boolean hadTooMany;

    private volatile WeakReference<ClassLoader> loader = new WeakReference<>(null);

    private RecordingSite(String place, long now) {
        String[] parts = place.split("/", 6);
        this.place = place;
        this.className = parts[0];
        this.methodName = parts[1];
        this.lines = parts[2];
        this.arrival = parts[3].charAt(0);
        this.swallowed = parts[4].isEmpty() ? List.of() : List.of(parts[4].split(";"));
        this.variables = Variable.parse(parts[5]);
        this.beginnings = new TokenBucket(BEGINNINGS_A_SECOND, 1, now);
        this.waiting = new TokenBucket(WAITING_A_SECOND, SECONDS_SAVED, now);
    }

    /**
     * Reads what the weaver wrote: class, method, lines, arrival, swallowed types, variables.
     *
     * <p>These are separated by slashes, and their parts by semicolons: {@code com.acme.Shop/pay/12-14/c/java.io.IOException/this;I/count;.problem;[pin}.
     * The last begin with the type of a primitive, or a mark of a caught exception or of what is sensitive.
     * The arrival is {@code v} for what the JVM throws, {@code o} and {@code c} for what comes out of the only call, or one
     * of several, on a line, {@code m} and {@code b} for what the same call of the method has made or caught before, and
     * {@code k} for what it may have from elsewhere.
     */
    static RecordingSite parse(String description, long now) {
        return new RecordingSite(description, now);
    }

    /** Returns what it was read from. */
    String place() {
        return place;
    }

    List<Variable> variables() {
        return variables;
    }

    TokenBucket beginnings() {
        return beginnings;
    }

    TokenBucket waiting() {
        return waiting;
    }

    /** Returns whether an exception may have been here before, without a recording. */
    boolean hadTooMany() {
        return hadTooMany;
    }

    void haveTooMany() {
        hadTooMany = true;
    }

    /** Returns the loader of the class; asked for by its handler. */
    WeakReference<ClassLoader> loader() {
        WeakReference<ClassLoader> known = loader;
        if (known.get() == null) {
            known = new WeakReference<>(TracePosition.callersLoader());
            loader = known;
        }
        return known;
    }

    /** Returns whether an exception that comes first from here was certainly thrown here. */
    boolean hasThrown() {
        return isOfTheJvm() || throwsWhatItMade();
    }

    boolean isOfTheJvm() {
        return arrival == 'v';
    }

    /** Returns whether an exception is thrown that the same call of the method has had before. */
    boolean throwsItsOwn() {
        return arrival == 'm' || arrival == 'b';
    }

    boolean throwsWhatItMade() {
        return arrival == 'm';
    }

    /** Returns whether nobody knows where the exception has been before. */
    boolean throwsWhatWasKept() {
        return arrival == 'k';
    }

    /** Returns whether no more than one call can have thrown. */
    boolean isOfOneCall() {
        return arrival == 'o' || arrival == 'v';
    }

    boolean isLineKnown() {
        return !lines.isEmpty();
    }

    /** Returns whether a frame is of this method, and on a line of this place where that matters. */
    boolean matches(StackTraceElement frame) {
        return frame.getMethodName().equals(methodName)
                && frame.getClassName().equals(className)
                && (throwsItsOwn() || !isLineKnown() || contains(frame.getLineNumber()));
    }

    /** Returns whether exceptions of some types may be kept by the method. */
    boolean maySwallow() {
        return !swallowed.isEmpty();
    }

    /** Returns whether an exception leaves the method from here for certain. */
    boolean isLeftBy(Throwable failure) {
        if (swallowed.isEmpty()) {
            return true;
        }
        for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
            if (swallowed.contains(type.getName())) {
                return false;
            }
        }
        return true;
    }

    /** Returns the values of the variables in their order. What is more than these are, a handler has filled up with. */
    @Nullable
    Object[] values(long[] numbers, @Nullable Object... references) {
        List<@Nullable Object> values = new ArrayList<>();
        int number = 0;
        int reference = 0;
        for (Variable variable : variables) {
            if (variable.isHandedOver()) {
                values.add(variable.isReference() ? references[reference++] : variable.valueOf(numbers[number++]));
            }
        }
        return values.toArray();
    }

    /** Returns the exceptions that the same call of the method has caught, among the values of the variables. */
    List<Throwable> caught(@Nullable Object[] values) {
        List<Throwable> caught = new ArrayList<>(0);
        int next = 0;
        for (Variable variable : variables) {
            if (variable.isHandedOver()) {
                Object value = values[next++];
                if (variable.caught() && value instanceof Throwable failure) {
                    caught.add(failure);
                }
            }
        }
        return caught;
    }

    private boolean contains(int line) {
        int start = 0;
        while (start < lines.length()) {
            int comma = lines.indexOf(',', start);
            int end = comma < 0 ? lines.length() : comma;
            int dash = lines.indexOf('-', start);
            int first = number(start, dash < 0 || dash > end ? end : dash);
            int last = dash < 0 || dash > end ? first : number(dash + 1, end);
            if (first <= line && line <= last) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    private int number(int start, int end) {
        return Integer.parseInt(lines, start, end, 10);
    }
}
