package dev.recourse.crash.render;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Turns a value into a short text, whatever the value does to prevent it. */
public final class ValueRenderer {

    /** For all calls of one value's methods, so that many slow ones hold up nobody. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private static final GuardedCalls.Failed NO_TIME = new GuardedCalls.Failed("<not read: no time left>");

    private final RenderLimits limits;

    private final Redactor redactor;

    private final Calls calls;

    private final LongSupplier clock;

    private final Predicate<Class<?>> unread;

    public ValueRenderer(RenderLimits limits, Redactor redactor) {
        this(limits, redactor, GuardedCalls::limited, System::nanoTime);
    }

    ValueRenderer(RenderLimits limits, Redactor redactor, Calls calls, LongSupplier clock) {
        this(limits, redactor, calls, clock, type -> false);
    }

    private ValueRenderer(
            RenderLimits limits, Redactor redactor, Calls calls, LongSupplier clock, Predicate<Class<?>> unread) {
        this.limits = limits;
        this.redactor = redactor;
        this.calls = calls;
        this.clock = clock;
        this.unread = unread;
    }

    /**
     * Returns a renderer that calls methods of values where it is called itself: for one who has a time limit around it.
     *
     * @param unread types whose values are not read, on their own and within others
     */
    public ValueRenderer withoutTimeLimit(Predicate<Class<?>> unread) {
        return new ValueRenderer(limits, redactor, GuardedCalls::direct, clock, unread);
    }

    /** Returns the text of a value of this name; never throws. */
    public String render(String name, @Nullable Object value) {
        return redactor.isSecret(name) ? Redactor.REDACTED : render(value);
    }

    /** Returns the text of a value; never throws. */
    public String render(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        try {
            new Rendering(this, limits, redactor, callsOfOneValue(), text).value(value, 0);
        } catch (Throwable ex) {
            text.append('<').append(ex.getClass().getName()).append('>');
        }
        // what stands apart in a value may be a name and its secret: {name=password, value=...}
        return value != null && isContainer(value)
                ? text(text.toString())
                : TextCut.shortened(text.toString(), limits.maxLength());
    }

    private Calls callsOfOneValue() {
        long end = clock.getAsLong() + LONGEST.toNanos();
        return call -> clock.getAsLong() - end > 0 ? NO_TIME : calls.call(call);
    }

    /** Returns a redacted text, cut to the length that a value may have. */
    public String text(String text) {
        return TextCut.shortened(redactor.text(text), limits.maxLength());
    }

    boolean mayRead(Object value) {
        return !unread.test(value.getClass());
    }

    /** Calls a method of a value; returns its result, or a {@link GuardedCalls.Failed}. */
    @FunctionalInterface
    interface Calls {

        @Nullable
        Object call(Callable<? extends @Nullable Object> call);
    }

    static boolean isContainer(Object value) {
        return value instanceof Map
                || value instanceof Collection
                || value instanceof Record
                || value instanceof Map.Entry
                || Holders.isHolder(value)
                || ScalaCollections.isOne(value)
                || value.getClass().isArray();
    }
}
