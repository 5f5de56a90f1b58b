package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.StoredCallCodec;
import dev.recourse.retry.client.RetryClientRegistry;
import dev.recourse.retry.durable.CallStore;
import dev.recourse.retry.durable.RunLimit;
import dev.recourse.retry.durable.StoredCallDesk;
import dev.recourse.retry.durable.StoredCallFormat;
import dev.recourse.retry.durable.StoredCallRunner;
import dev.recourse.retry.durable.StoredCallWriter;
import dev.recourse.retry.durable.StoredMethodRegistry;
import dev.recourse.retry.durable.StoredTrace;
import dev.recourse.retry.observe.MicrometerStoredTrace;
import dev.recourse.retry.time.RetryEnvironment;
import io.micrometer.tracing.Tracer;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Stores calls and runs them again, whatever keeps them. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(JsonMapper.class)
@ConditionalOnBean({RetryClientRegistry.class, CallStore.class})
class StoredCallsConfiguration {

    @Bean
    StoredCallFormat storedCallFormat(ObjectProvider<JsonMapper> mapper, ObjectProvider<StoredCallCodec> codec) {
        return new StoredCallFormat(
                mapper.getIfUnique(JsonMapper::shared), codec.getIfUnique(() -> StoredCallFormat.PLAIN));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Tracer.class)
    static class TraceConfiguration {

        @Bean
        MicrometerStoredTrace retryStoredTrace(ObjectProvider<Tracer> tracer) {
            return new MicrometerStoredTrace(tracer.getIfUnique(() -> Tracer.NOOP));
        }
    }

    @Bean
    StoredCallWriter storedCalls(
            StoredMethodRegistry methods,
            CallStore store,
            StoredCallFormat format,
            ObjectProvider<StoredTrace> trace,
            RetryEnvironment environment,
            RetryProperties properties) {
        return new StoredCallWriter(
                methods,
                store,
                format,
                trace.getIfAvailable(() -> StoredTrace.NONE),
                environment,
                properties.durableStore().maxSize());
    }

    @Bean
    StoredCallDesk storedCallDesk(CallStore store, StoredCallFormat format) {
        return new StoredCallDesk(store, format);
    }

    @Bean
    StoredCallRunner storedCallRunner(
            StoredMethodRegistry methods,
            StoredCallFormat format,
            StoredCallWriter calls,
            CallStore store,
            ObjectProvider<StoredTrace> trace,
            BeanFactory beans,
            RetryClientRegistry registry,
            RetryEnvironment environment,
            RetryProperties properties,
            ObjectProvider<RunLimit> limit) {
        return new StoredCallRunner(
                methods,
                format,
                calls,
                store,
                trace.getIfAvailable(() -> StoredTrace.NONE),
                beans,
                registry.events(),
                limit.getIfAvailable(() -> new RunLimit(10)),
                environment.monotonic(),
                properties.durableStore().expires());
    }
}
