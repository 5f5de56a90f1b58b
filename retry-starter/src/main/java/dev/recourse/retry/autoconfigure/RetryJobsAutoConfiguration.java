package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.job.AmqpRetriesUsedUpException;
import dev.recourse.retry.job.AmqpRetryInterceptor;
import dev.recourse.retry.job.AmqpRetryPostProcessor;
import dev.recourse.retry.job.JobRunrRetryFilter;
import dev.recourse.retry.job.KafkaRetries;
import dev.recourse.retry.job.QuartzRetryListener;
import dev.recourse.retry.job.QuartzRunVeto;
import java.util.ArrayList;
import java.util.List;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.spring.autoconfigure.JobRunrProperties;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.quartz.ListenerManager;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.matchers.EverythingMatcher;
import org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.amqp.autoconfigure.RabbitListenerRetrySettingsCustomizer;
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
@AutoConfiguration(
        after = RetryAutoConfiguration.class,
        beforeName = "org.jobrunr.spring.autoconfigure.JobRunrAutoConfiguration")
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
                ListenerManager listeners = scheduler.getListenerManager();
                listeners.addJobListener(new QuartzRetryListener(), EverythingMatcher.allJobs());
                listeners.addTriggerListener(new QuartzRunVeto(), EverythingMatcher.allTriggers());
            } catch (SchedulerException ex) {
                throw new IllegalStateException("Listeners cannot be added to a scheduler of Quartz", ex);
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

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({AbstractRabbitListenerContainerFactory.class, RabbitListenerRetrySettingsCustomizer.class})
    @ConditionalOnBooleanProperty(name = "recourse.retry.adapters.amqp", matchIfMissing = true)
    static class AmqpConfiguration {

        @Bean
        static AmqpRetryPostProcessor amqpRetries(ObjectProvider<RabbitListenerEndpointRegistry> registries) {
            return new AmqpRetryPostProcessor(new AmqpRetryInterceptor(registries));
        }

        /** A listener that Boot lets retry at once is not to do that when the retries of its call are used up. */
        @Bean
        RabbitListenerRetrySettingsCustomizer amqpRetriesUsedUp() {
            return settings -> {
                List<Class<? extends Throwable>> excludes = new ArrayList<>(settings.getExceptionExcludes());
                excludes.add(AmqpRetriesUsedUpException.class);
                settings.setExceptionExcludes(excludes);
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JobRunrProperties.class)
    @ConditionalOnBooleanProperty(name = "recourse.retry.adapters.jobrunr", matchIfMissing = true)
    static class JobRunrConfiguration {

        /** Made as the starter of JobRunr makes it, whose retries could not be replaced afterwards. */
        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnBooleanProperty("jobrunr.background-job-server.enabled")
        BackgroundJobServer backgroundJobServer(
                StorageProvider storage,
                JsonMapper jobRunrJsonMapper,
                JobActivator activator,
                BackgroundJobServerConfiguration configuration,
                JobRunrProperties properties) {
            BackgroundJobServer server = new BackgroundJobServer(storage, jobRunrJsonMapper, activator, configuration);
            server.setJobFilters(List.of(new JobRunrRetryFilter(
                    properties.getJobs().getDefaultNumberOfRetries(),
                    properties.getJobs().getRetryBackOffTimeSeed(),
                    server.getConfiguration().getPollInterval())));
            return server;
        }
    }
}
