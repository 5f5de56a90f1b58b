package dev.recourse.retry.test;

import dev.recourse.retry.client.RetryClientRegistry;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/** Leaves nothing of the retries of a test method to the next one: no waits, and no cooldown. */
final class RetryWaitsResetTestExecutionListener extends AbstractTestExecutionListener {

    @Override
    public void afterTestMethod(TestContext testContext) {
        if (testContext.hasApplicationContext()) {
            ApplicationContext context = testContext.getApplicationContext();
            context.getBeanProvider(RetryWaits.class).ifAvailable(waits -> {
                waits.reset();
                context.getBeanProvider(RetryClientRegistry.class)
                        .ifAvailable(RetryWaitsResetTestExecutionListener::liftCooldowns);
            });
        }
    }

    private static void liftCooldowns(RetryClientRegistry registry) {
        registry.cooldowns().forEach(cooldown -> registry.lift(cooldown.client()));
    }
}
