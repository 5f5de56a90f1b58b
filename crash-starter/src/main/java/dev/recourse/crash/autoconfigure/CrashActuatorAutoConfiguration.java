package dev.recourse.crash.autoconfigure;

import dev.recourse.crash.actuate.CrashMetrics;
import dev.recourse.crash.actuate.CrashReportsEndpoint;
import dev.recourse.crash.actuate.CrashReportsHealthIndicator;
import dev.recourse.crash.actuate.CrashReportsWebExtension;
import dev.recourse.crash.actuate.CrashReportsWebExtension.PageAnswer;
import dev.recourse.crash.actuate.MvcPageAnswer;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.send.ReportDelivery;
import dev.recourse.crash.show.ReportPage;
import dev.recourse.crash.store.ReportDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.PathMapper;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Shows crash reports through Actuator and Micrometer, as far as these are there. */
@AutoConfiguration(
        after = CrashAutoConfiguration.class,
        beforeName = CrashActuatorAutoConfiguration.HEALTH,
        afterName = CrashActuatorAutoConfiguration.METRICS)
@ConditionalOnBean(ReportDirectory.class)
public final class CrashActuatorAutoConfiguration {

    static final String HEALTH =
            "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration";

    static final String METRICS =
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration";

    static final String MVC = "org.springframework.web.servlet.DispatcherServlet";

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
    static class EndpointConfiguration {

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint
        CrashReportsEndpoint crashReportsEndpoint(
                ReportDirectory directory, ReportDelivery delivery, CrashProperties properties) {
            return new CrashReportsEndpoint(directory, delivery, properties.budget());
        }

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
        CrashReportsWebExtension crashReportsWebExtension(
                CrashReportsEndpoint endpoint,
                ReportDirectory directory,
                Redactor redactor,
                ObjectProvider<PageAnswer> answer,
                ObjectProvider<PathMapper> paths) {
            return new CrashReportsWebExtension(
                    endpoint,
                    directory,
                    new ReportPage(redactor),
                    answer.getIfAvailable(PageAnswer::plain),
                    PathMapper.getRootPath(paths.orderedStream().toList(), EndpointId.of("crashreports")));
        }
    }

    /** Where Actuator's own web endpoints are those of Spring MVC. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass(name = CrashActuatorAutoConfiguration.MVC, value = Endpoint.class)
    static class MvcConfiguration {

        @Bean
        MvcPageAnswer crashReportsPageAnswer() {
            return new MvcPageAnswer();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Health.class, ConditionalOnEnabledHealthIndicator.class})
    static class HealthConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "crashReportsHealthIndicator")
        @ConditionalOnEnabledHealthIndicator("crashreports")
        CrashReportsHealthIndicator crashReportsHealthIndicator(ReportDirectory directory) {
            return new CrashReportsHealthIndicator(directory, InstantSource.system());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBean(MeterRegistry.class)
    static class MetricsConfiguration {

        @Bean
        @ConditionalOnMissingBean
        CrashMetrics crashMetrics(ReportDirectory directory) {
            return new CrashMetrics(directory, InstantSource.system());
        }
    }
}
