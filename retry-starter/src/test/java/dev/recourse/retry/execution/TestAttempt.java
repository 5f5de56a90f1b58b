package dev.recourse.retry.execution;

import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.settings.Settings;
import java.util.concurrent.Callable;

/** An attempt of a call named {@code GitHub.events}. */
record TestAttempt<T>(Callable<? extends T> code, Settings settings, RetryClient client)
        implements Attempt<T, Exception> {

    @Override
    public T make() throws Exception {
        return code.call();
    }

    @Override
    public String label() {
        return "GitHub.events";
    }
}
