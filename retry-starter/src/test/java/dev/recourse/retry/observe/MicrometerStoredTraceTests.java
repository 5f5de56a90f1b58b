package dev.recourse.retry.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MicrometerStoredTraceTests {

    private final Tracer tracer = new OtelTracer(
            OpenTelemetrySdk.builder()
                    .setTracerProvider(SdkTracerProvider.builder().build())
                    .build()
                    .getTracer("test"),
            new OtelCurrentTraceContext(),
            event -> {});

    private final MicrometerStoredTrace trace = new MicrometerStoredTrace(tracer);

    @Test
    void runWhenStoredWithinASpanIsAChildOfIt() throws Throwable {
        Span span = tracer.nextSpan().name("checkout").start();
        Tracer.SpanInScope scope = tracer.withSpan(span);
        String stored = trace.current();
        scope.close();
        span.end();
        assertThat(stored)
                .isEqualTo(
                        "00-" + span.context().traceId() + "-" + span.context().spanId() + "-01");
        List<TraceContext> runs = new ArrayList<>();
        trace.run("Orders.submit", stored, () -> runs.add(tracer.currentSpan().context()));
        assertThat(runs).singleElement().satisfies(run -> {
            assertThat(run.traceId()).isEqualTo(span.context().traceId());
            assertThat(run.parentId()).isEqualTo(span.context().spanId());
        });
        assertThat(tracer.currentSpan()).isNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "00-x-y-01", "a hostile row"})
    void runWhenNoTraceIsStoredBeginsOne(@Nullable String stored) throws Throwable {
        List<String> runs = new ArrayList<>();
        trace.run(
                "Orders.submit",
                stored,
                () -> runs.add(tracer.currentSpan().context().traceId()));
        assertThat(runs).singleElement().asString().hasSize(32);
    }

    @Test
    void currentWhenThereIsNoSpanIsNothing() {
        assertThat(trace.current()).isNull();
    }
}
