package dev.recourse.crash.autoconfigure;

import dev.recourse.crash.capture.ReportedThrowables;
import dev.recourse.crash.context.ContextSections;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.sentry.SentryConfigurer;
import dev.recourse.crash.sentry.SentryDeployment;
import dev.recourse.crash.sentry.SentryEventLedger;
import dev.recourse.crash.sentry.SentryEventProcessor;
import dev.recourse.crash.sentry.SentryReportProcessor;
import dev.recourse.crash.sentry.SentrySender;
import dev.recourse.crash.trace.FrameLocals;
import io.sentry.IScopes;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

/** Sends crash reports to the application's Sentry, and gives its other events their context. */
@AutoConfiguration(afterName = CrashSentryAutoConfiguration.SENTRY)
@ConditionalOnClass(name = CrashSentryAutoConfiguration.SENTRY)
@ConditionalOnBean(IScopes.class)
@ConditionalOnBooleanProperty(name = "recourse.crash.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "recourse.crash.sentry.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CrashProperties.class)
public final class CrashSentryAutoConfiguration {

    static final String SENTRY = "io.sentry.spring.boot4.SentryAutoConfiguration";

    /** By this name a report tells that it was delivered. */
    static final String SENDER = "sentrySender";

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static SentryEventLedger sentrySightings(CrashInfrastructure parts) {
        return new SentryEventLedger(parts.hook()::reportOf);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static SentryConfigurer crashSentryConfigurer() {
        return new SentryConfigurer();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static SentryEventProcessor crashSentryEventProcessor(
            SentryEventLedger sightings, ContextSections sections, FrameLocals locals, CrashInfrastructure parts) {
        return new SentryEventProcessor(sightings, sections::collectUnlessBusy, locals, parts.consent()::isGiven);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static SentryReportProcessor crashSentryReportProcessor(Redactor redactor) {
        return new SentryReportProcessor(redactor);
    }

    @Bean
    SentryDeployment crashSentryDeployment(IScopes scopes) {
        return new SentryDeployment(scopes);
    }

    @Bean(SENDER)
    SentrySender sentrySender(
            IScopes scopes, ReportedThrowables failures, SentryEventLedger sightings, CrashProperties properties) {
        return new SentrySender(scopes, failures, sightings, properties.sentry().longestWait());
    }
}
