package dev.recourse.retry.observe;

import dev.recourse.retry.durable.StoredTrace;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Carries the trace of a caller over in the form of W3C's {@code traceparent}, and makes each run a span of it. */
public final class MicrometerStoredTrace implements StoredTrace {

    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

    private final Tracer tracer;

    public MicrometerStoredTrace(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public @Nullable String current() {
        Span span = tracer.currentSpan();
        if (span == null || span.isNoop()) {
            return null;
        }
        TraceContext context = span.context();
        String text = "00-" + context.traceId() + "-" + context.spanId() + "-"
                + (Boolean.TRUE.equals(context.sampled()) ? "01" : "00");
        return TRACEPARENT.matcher(text).matches() ? text : null;
    }

    @Override
    public void run(String label, @Nullable String traceparent, Run run) throws Throwable {
        Matcher parent = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
        Span.Builder builder = tracer.spanBuilder().name(label).kind(Span.Kind.CONSUMER);
        if (parent.matches()) {
            builder.setParent(tracer.traceContextBuilder()
                    .traceId(parent.group(1))
                    .spanId(parent.group(2))
                    .sampled(parent.group(3).endsWith("1"))
                    .build());
        } else {
            builder.setNoParent();
        }
        Span span = builder.start();
        Tracer.SpanInScope scope = tracer.withSpan(span);
        try {
            run.run();
        } catch (Throwable ex) {
            span.error(ex);
            throw ex;
        } finally {
            scope.close();
            span.end();
        }
    }
}
