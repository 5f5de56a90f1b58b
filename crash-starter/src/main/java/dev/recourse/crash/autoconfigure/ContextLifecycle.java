package dev.recourse.crash.autoconfigure;

import dev.recourse.crash.CrashNotifier;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.capture.ApplicationInfo;
import dev.recourse.crash.capture.Deployment;
import dev.recourse.crash.hook.CrashListener;
import dev.recourse.crash.trigger.UncaughtHandler;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Gives the hook what only an application context has, for as long as that is open. */
final class ContextLifecycle
        implements SmartInitializingSingleton, ApplicationListener<ContextClosedEvent>, Ordered, DisposableBean {

    private final CrashInfrastructure parts;

    private final ApplicationContext context;

    ContextLifecycle(CrashInfrastructure parts, ApplicationContext context) {
        this.parts = parts;
        this.context = context;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (AutoConfigurationPackages.has(context)) {
            parts.app().add(AutoConfigurationPackages.get(context));
        }
        parts.capture().application(applicationInfo(context.getEnvironment()));
        ActiveContexts.Beans beans =
                new ActiveContexts.Beans(ordered(CrashNotifier.class), ordered(CrashListener.class), senders());
        parts.open().add(context, beans);
        // again: an application may have set a handler of its own meanwhile
        UncaughtHandler.install(parts.hook());
    }

    /** First, while all that sends and is told is still there. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        if (event.getApplicationContext() == context) {
            parts.hook().awaitSent();
            destroy();
        }
    }

    /** Takes back what needs beans that are going. */
    @Override
    public void destroy() {
        parts.open().remove(context);
    }

    private <T> List<T> ordered(Class<T> type) {
        return context.getBeanProvider(type).orderedStream().toList();
    }

    private Map<String, CrashReportSender> senders() {
        Map<String, CrashReportSender> beans = context.getBeansOfType(CrashReportSender.class);
        List<CrashReportSender> order = ordered(CrashReportSender.class);
        Map<String, CrashReportSender> senders = new LinkedHashMap<>();
        beans.entrySet().stream()
                .sorted(Comparator.comparingInt(bean -> order.indexOf(bean.getValue())))
                .forEach(bean -> senders.put(bean.getKey(), bean.getValue()));
        return senders;
    }

    private ApplicationInfo applicationInfo(Environment environment) {
        BuildProperties build = ifAny(BuildProperties.class);
        GitProperties git = ifAny(GitProperties.class);
        Deployment.Source deployment = ifAny(Deployment.Source.class);
        String version = build == null ? null : build.getVersion();
        return new ApplicationInfo(
                environment.getProperty("spring.application.name"),
                version == null ? environment.getProperty("spring.application.version") : version,
                git == null ? null : git.getShortCommitId(),
                List.of(environment.getActiveProfiles()),
                deployment == null ? () -> Deployment.UNKNOWN : deployment);
    }

    private <T> @Nullable T ifAny(Class<T> type) {
        ObjectProvider<T> provider = context.getBeanProvider(type);
        return provider.getIfAvailable();
    }
}
