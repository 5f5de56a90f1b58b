package dev.recourse.crash.autoconfigure;

import dev.recourse.configuration.DurationBinding;
import dev.recourse.configuration.KeyCheck;
import dev.recourse.crash.CrashContextProvider;
import dev.recourse.crash.CrashFeedback;
import dev.recourse.crash.CrashNotifier;
import dev.recourse.crash.capture.ReportedThrowables;
import dev.recourse.crash.context.ContextSections;
import dev.recourse.crash.hook.CrashHook;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.send.ReportDelivery;
import dev.recourse.crash.store.FileOperations;
import dev.recourse.crash.store.ReportDirectory;
import dev.recourse.crash.trace.FrameLocals;
import dev.recourse.crash.trigger.AsyncFailures;
import dev.recourse.crash.trigger.ReactorFailures;
import dev.recourse.crash.trigger.ScheduledFailures;
import dev.recourse.crash.trigger.UncaughtHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import reactor.core.publisher.Hooks;

/** Reports crashes. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "recourse.crash.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CrashProperties.class)
public final class CrashAutoConfiguration {

    /** Only where no {@link CrashRunListener} was there before: in a context without a {@code SpringApplication}, with which it ends. */
    @Bean(destroyMethod = "stop")
    @ConditionalOnMissingBean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static CrashInfrastructure crashParts(CrashProperties properties) {
        CrashInfrastructure parts = CrashInfrastructure.of(properties, FileOperations.system());
        parts.start();
        UncaughtHandler.install(parts.hook());
        parts.ready();
        return parts;
    }

    /** Before anything is bound: a mistyped key stops the start. */
    @Bean
    static BeanFactoryPostProcessor crashKeyCheck(ConfigurableEnvironment environment) {
        return factory ->
                KeyCheck.check(environment, CrashProperties.PREFIX, CrashProperties.class, CrashProperties.HINT);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static DurationBinding crashDurationBinding() {
        return new DurationBinding();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static CrashContextPostProcessor crashProviderRegistration(
            ConfigurableApplicationContext context, ObjectProvider<CrashInfrastructure> parts) {
        return new CrashContextPostProcessor(context, parts);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static AsyncFailures crashAsyncFailures(ObjectProvider<AsyncConfigurer> configurers) {
        return new AsyncFailures(configurers);
    }

    @Bean
    static LazyInitializationExcludeFilter crashEagerBeans() {
        return LazyInitializationExcludeFilter.forBeanTypes(CrashContextProvider.class);
    }

    @Bean
    ContextLifecycle crashAttachment(CrashInfrastructure parts, ApplicationContext context) {
        return new ContextLifecycle(parts, context);
    }

    @Bean
    CrashHook crashHook(CrashInfrastructure parts) {
        return parts.hook();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Redactor crashRedactor(CrashInfrastructure parts) {
        return parts.redactor();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ContextSections crashContextSections(CrashInfrastructure parts) {
        return parts.context();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ReportedThrowables crashLiveFailures(CrashInfrastructure parts) {
        return parts.live();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static FrameLocals crashFrameLocals(CrashInfrastructure parts) {
        return parts.locals();
    }

    @Bean
    ReportDirectory crashReportDirectory(CrashInfrastructure parts) {
        return parts.directory();
    }

    @Bean
    ReportDelivery crashReportDelivery(CrashInfrastructure parts) {
        return parts.delivery();
    }

    @Bean
    CrashFeedback crashFeedback(CrashInfrastructure parts) {
        return parts.feedback();
    }

    @Bean
    ScheduledFailures crashScheduledFailures(CrashHook hook) {
        return new ScheduledFailures(hook);
    }

    @Bean
    @ConditionalOnMissingBean
    CrashNotifier crashNotifier(CrashInfrastructure parts) {
        return parts.notifier();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Hooks.class)
    static class ReactorConfiguration {

        @Bean
        SmartInitializingSingleton crashReactorFailures() {
            return ReactorFailures::install;
        }
    }
}
