package dev.recourse.retry.test;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/** Forgets the waits of a test method after it. */
final class RetryWaitsResetTestExecutionListener extends AbstractTestExecutionListener {

    @Override
    public void afterTestMethod(TestContext testContext) {
        if (testContext.hasApplicationContext()) {
            testContext
                    .getApplicationContext()
                    .getBeanProvider(RetryWaits.class)
                    .ifAvailable(RetryWaits::reset);
        }
    }
}
