package dev.recourse.retry.aop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.aop.unmanaged.ABean;
import dev.recourse.retry.aop.unmanaged.Application;
import dev.recourse.retry.aop.unmanaged.NotABean;
import dev.recourse.retry.aop.unmanaged.NotImported;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.retry.annotation.Retryable;
import org.springframework.retry.support.RetryTemplate;

@ExtendWith(OutputCaptureExtension.class)
class StartWarningsTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, RetryAutoConfiguration.class));

    @Test
    void startWhenAllIsWellWarnsOfNothing(CapturedOutput output) {
        start(ABean.class);
        assertThat(output).doesNotContain("WARN");
    }

    @Test
    void startWhenMethodIsPrivateWarns(CapturedOutput output) {
        start(PrivateMethod.class);
        assertThat(output)
                .contains("@RetryOnStatus has no effect on")
                .contains("PrivateMethod.hidden(): it is private. Make it public.");
    }

    @Test
    void startWhenMethodIsStaticWarns(CapturedOutput output) {
        start(StaticMethod.class);
        assertThat(output)
                .contains("@RetryOnStatus has no effect on")
                .contains("StaticMethod.shared(): it is static. Make it a method of the bean.");
    }

    @Test
    void startWhenMethodIsFinalWarns(CapturedOutput output) {
        start(FinalMethod.class);
        assertThat(output)
                .contains("@RetryOnStatus has no effect on")
                .contains("FinalMethod.fixed(): it is final, so that no proxy can override it. Remove final");
    }

    @Test
    void startWhenClassIsFinalWarnsAndLeavesTheBeanAsItIs(CapturedOutput output) {
        runner.withBean(FinalClass.class)
                .run(context ->
                        assertThat(context.getBean(FinalClass.class).getClass()).isSameAs(FinalClass.class));
        assertThat(output)
                .contains("@RetryOnStatus has no effect on")
                .contains(
                        "FinalClass.call(): its class is final, so that no proxy can extend it. Remove final (in Kotlin,"
                                + " add open or the plugin kotlin-spring), or declare the method in an interface.");
    }

    @Test
    void startWhenAnnotatedClassIsNoBeanWarns(CapturedOutput output) {
        runner.withUserConfiguration(Application.class)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output)
                .contains("@RetryOnStatus has no effect in " + NotABean.class.getName()
                        + ": there is no bean of this type. Add @Component to it")
                .contains("@RetryOnStatus has no effect in " + NotImported.class.getName()
                        + ": there is no bean of this type. Import it: add @ImportHttpServices(types = NotImported.class)"
                        + " to a configuration.")
                .doesNotContain("no effect in " + ABean.class.getName());
    }

    @Test
    void startWhenMethodIsRetriedBySpringRetryTooWarns(CapturedOutput output) {
        start(Twice.class);
        assertThat(output)
                .contains("Twice.call()")
                .contains("org.springframework.retry.annotation.Retryable")
                .contains("their calls multiply");
    }

    @Test
    void startWhenMethodIsRetriedBySpringFrameworkTooWarns(CapturedOutput output) {
        start(TwiceByFramework.class);
        assertThat(output)
                .contains("TwiceByFramework.call()")
                .contains("org.springframework.resilience.annotation.Retryable");
    }

    @Test
    void startWhenClassHoldsARetryTemplateWarns(CapturedOutput output) {
        start(WithTemplate.class);
        assertThat(output).contains("WithTemplate.template").contains("their calls multiply");
    }

    @Test
    void startWhenAClientIsNamedByNothingWarnsWithTheNearestOne(CapturedOutput output) {
        runner.withPropertyValues(
                        "recourse.retry.clients.github.max-retries=1", "recourse.retry.clients.gitub.max-retries=1")
                .withBean(OfGitHub.class)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output)
                .contains("Nothing names the client 'gitub' of recourse.retry.clients, so its settings have no effect."
                        + " Did you mean github?")
                .doesNotContain("client 'github'");
    }

    @Test
    void startWhenABeanMayNameTheClientLaterWarnsOfNothing(CapturedOutput output) {
        runner.withPropertyValues("recourse.retry.clients.github.max-retries=1")
                .withUserConfiguration(NamesLater.class)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output).doesNotContain("WARN");
    }

    private void start(Class<?> bean) {
        runner.withBean(bean).run(context -> assertThat(context).hasNotFailed());
    }

    static class OfGitHub {

        @RetryOnStatus("github")
        public void call() {}
    }

    @Configuration(proxyBeanMethods = false)
    static class NamesLater {

        @Bean
        Supplier<RetryStrategy> github(RetryStrategies strategies) {
            return () -> strategies.named("github");
        }
    }

    static class PrivateMethod {

        @RetryOnStatus
        @SuppressWarnings("UnusedMethod")
        private void hidden() {}
    }

    static class StaticMethod {

        @RetryOnStatus
        public static void shared() {}
    }

    static class FinalMethod {

        @RetryOnStatus
        public final void fixed() {}
    }

    static final class FinalClass {

        @RetryOnStatus
        public void call() {}
    }

    static class Twice {

        @Retryable
        @RetryOnStatus
        public void call() {}
    }

    static class TwiceByFramework {

        @org.springframework.resilience.annotation.Retryable
        @RetryOnStatus
        public void call() {}
    }

    static class WithTemplate {

        @SuppressWarnings("UnusedVariable")
        private final RetryTemplate template = new RetryTemplate();

        @RetryOnStatus
        public void call() {}
    }
}
