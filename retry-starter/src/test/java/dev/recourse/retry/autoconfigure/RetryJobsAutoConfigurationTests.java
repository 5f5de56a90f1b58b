package dev.recourse.retry.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.job.AmqpRetryInterceptor;
import dev.recourse.retry.job.AmqpRetryPostProcessor;
import dev.recourse.retry.job.KafkaRetries;
import org.aopalliance.intercept.MethodInterceptor;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.spring.autoconfigure.JobRunrAutoConfiguration;
import org.jobrunr.spring.autoconfigure.storage.JobRunrInMemoryStorageAutoConfiguration;
import org.jobrunr.storage.InMemoryStorageProvider;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;

class RetryJobsAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RetryAutoConfiguration.class, RetryJobsAutoConfiguration.class));

    @ParameterizedTest
    @CsvSource({"quartz, quartzRetries", "kafka, kafkaRetries", "amqp, amqpRetries"})
    void adapterIsThereUnlessItIsSwitchedOff(String engine, String bean) {
        runner.run(context -> assertThat(context).hasBean(bean));
        runner.withPropertyValues("recourse.retry.adapters." + engine + "=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(bean));
        runner.withPropertyValues("recourse.retry.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(bean));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.quartz",
                "org.springframework.kafka",
                "org.springframework.amqp",
                "com.rabbitmq",
                "org.springframework.boot.amqp",
                "org.jobrunr"
            })
    void engineWhenItIsAbsentIsNotNeeded(String library) {
        runner.withClassLoader(new FilteredClassLoader(library))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void kafkaAdapterLeavesTheErrorHandlerToTheApplicationThatHasOne() {
        runner.withBean(CommonErrorHandler.class, DefaultErrorHandler::new)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(KafkaRetries.class));
    }

    @Test
    void amqpAdapterIsTheInnermostAdviceOfEachContainerFactory() {
        MethodInterceptor own = invocation -> invocation.proceed();
        runner.withConfiguration(AutoConfigurations.of(RabbitAutoConfiguration.class))
                .withBean("own", SimpleRabbitListenerContainerFactory.class, () -> {
                    SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
                    factory.setAdviceChain(own);
                    return factory;
                })
                .run(context -> {
                    assertThat(context).hasSingleBean(AmqpRetryPostProcessor.class);
                    assertThat(context.getBean("own", SimpleRabbitListenerContainerFactory.class)
                                    .getAdviceChain())
                            .satisfiesExactly(
                                    first -> assertThat(first).isSameAs(own),
                                    last -> assertThat(last).isInstanceOf(AmqpRetryInterceptor.class));
                    assertThat(context.getBean(
                                            "rabbitListenerContainerFactory",
                                            SimpleRabbitListenerContainerFactory.class)
                                    .getAdviceChain())
                            .singleElement()
                            .isInstanceOf(AmqpRetryInterceptor.class);
                });
    }

    @Test
    void jobRunrAdapterMakesTheServerUnlessTheApplicationDoes() {
        ApplicationContextRunner servers = runner.withConfiguration(AutoConfigurations.of(
                        JobRunrAutoConfiguration.class, JobRunrInMemoryStorageAutoConfiguration.class))
                .withPropertyValues(
                        "jobrunr.database.type=mem",
                        "jobrunr.background-job-server.enabled=true",
                        "jobrunr.background-job-server.interrupt-jobs-await-duration-on-stop=0s");
        servers.run(context -> assertThat(maker(context)).startsWith("dev.recourse"));
        servers.withPropertyValues("recourse.retry.adapters.jobrunr=false")
                .run(context -> assertThat(maker(context)).startsWith("org.jobrunr"));
        servers.withPropertyValues("jobrunr.background-job-server.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(BackgroundJobServer.class));
        servers.withBean("own", BackgroundJobServer.class, RetryJobsAutoConfigurationTests::server)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .getBean(BackgroundJobServer.class)
                        .isNotNull());
    }

    private static BackgroundJobServer server() {
        StorageProvider storage = new InMemoryStorageProvider();
        storage.setJobMapper(new JobMapper(new Jackson3JsonMapper()));
        return new BackgroundJobServer(
                storage,
                new Jackson3JsonMapper(),
                null,
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration());
    }

    private static String maker(AssertableApplicationContext context) {
        return String.valueOf(context.getSourceApplicationContext()
                .getBeanFactory()
                .getBeanDefinition("backgroundJobServer")
                .getFactoryBeanName());
    }
}
