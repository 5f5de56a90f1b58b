package dev.recourse.retry.cluster;

import dev.recourse.retry.failure.Condition;
import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.failure.RequestHost;
import dev.recourse.retry.settings.Settings;

/** What other nodes are told of a failure: the condition and, where an exception tells it, the host. */
final class CooldownSummary {

    private CooldownSummary() {}

    static String of(Settings settings, Throwable exception) {
        Failure failure = settings.reader().read(exception);
        Condition condition = settings.condition(failure);
        String what = condition == null ? "a failure" : condition.toString();
        String host = RequestHost.of(exception);
        return bounded(host == null ? what : what + " from " + host);
    }

    private static String bounded(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= SharedCooldown.LONGEST_SUMMARY
                ? printable
                : printable.substring(0, SharedCooldown.LONGEST_SUMMARY);
    }
}
