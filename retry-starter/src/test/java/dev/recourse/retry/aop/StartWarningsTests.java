package dev.recourse.retry.aop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.aop.unmanaged.ABean;
import dev.recourse.retry.aop.unmanaged.Application;
import dev.recourse.retry.aop.unmanaged.NotABean;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
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
        assertThat(output).contains("@RetryOnStatus has no effect on").contains("PrivateMethod.hidden()");
    }

    @Test
    void startWhenMethodIsStaticWarns(CapturedOutput output) {
        start(StaticMethod.class);
        assertThat(output).contains("@RetryOnStatus has no effect on").contains("StaticMethod.shared()");
    }

    @Test
    void startWhenMethodIsFinalWarns(CapturedOutput output) {
        start(FinalMethod.class);
        assertThat(output).contains("@RetryOnStatus has no effect on").contains("FinalMethod.fixed()");
    }

    @Test
    void startWhenClassIsFinalWarnsAndLeavesTheBeanAsItIs(CapturedOutput output) {
        runner.withBean(FinalClass.class)
                .run(context ->
                        assertThat(context.getBean(FinalClass.class).getClass()).isSameAs(FinalClass.class));
        assertThat(output).contains("@RetryOnStatus has no effect on").contains("FinalClass.call()");
    }

    @Test
    void startWhenAnnotatedClassIsNoBeanWarns(CapturedOutput output) {
        runner.withUserConfiguration(Application.class)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output)
                .contains("@RetryOnStatus has no effect in " + NotABean.class.getName())
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

    private void start(Class<?> bean) {
        runner.withBean(bean).run(context -> assertThat(context).hasNotFailed());
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
