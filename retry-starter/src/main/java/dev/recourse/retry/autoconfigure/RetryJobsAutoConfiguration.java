package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.job.KafkaRetries;
import dev.recourse.retry.job.QuartzRetryListener;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.matchers.EverythingMatcher;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ConsumerRecordRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.RecordInterceptor;

/** Lets the job engines that are there run a job again when the server wants it to. */
@AutoConfiguration(after = RetryAutoConfiguration.class)
@Conditional(OnRetryEnabled.class)
public final class RetryJobsAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Scheduler.class)
    @ConditionalOnBooleanProperty(name = "recourse.retry.adapters.quartz", matchIfMissing = true)
    static class QuartzConfiguration {

        /** Added to the schedulers rather than set on what builds them, which would replace the user's listeners. */
        @Bean
        SmartInitializingSingleton quartzRetries(ObjectProvider<Scheduler> schedulers) {
            return () -> schedulers.stream().forEach(QuartzConfiguration::add);
        }

        private static void add(Scheduler scheduler) {
            try {
                scheduler.getListenerManager().addJobListener(new QuartzRetryListener(), EverythingMatcher.allJobs());
            } catch (SchedulerException ex) {
                throw new IllegalStateException("A listener cannot be added to a scheduler of Quartz", ex);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DefaultErrorHandler.class)
    @ConditionalOnBooleanProperty(name = "recourse.retry.adapters.kafka", matchIfMissing = true)
    @ConditionalOnMissingBean({CommonErrorHandler.class, RecordInterceptor.class})
    static class KafkaConfiguration {

        @Bean
        KafkaRetries kafkaRetries() {
            return new KafkaRetries();
        }

        @Bean
        DefaultErrorHandler kafkaRetriesErrorHandler(
                KafkaRetries retries, ObjectProvider<ConsumerRecordRecoverer> recoverer) {
            return retries.errorHandler(recoverer.getIfUnique());
        }
    }
}
