package dev.recourse.retry.execution;

import dev.recourse.retry.delay.DelayContext;
import dev.recourse.retry.delay.Rule;
import dev.recourse.retry.failure.Condition;
import dev.recourse.retry.failure.Failure;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Says once for each client and name what looks like a limit in a failure and was not understood. */
final class UnreadLimits {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private UnreadLimits() {}

    static void tell(RetryCall call, Failure failure, DelayContext context) {
        if (!log.isInfoEnabled()) {
            return;
        }
        if (failure.response() != null) {
            tellHeaders(call, failure, context);
        } else if (failure.io() == null) {
            tellStatus(call, failure);
        }
    }

    private static void tellHeaders(RetryCall call, Failure failure, DelayContext context) {
        Condition condition = call.settings().condition(failure);
        if (condition == null) {
            return;
        }
        Rule rule = call.settings().rule(condition);
        for (String name : rule.unreadHeaders(failure, context)) {
            if (call.client().isToldFirst(name)) {
                String text = "The header '%s' of a response to client %s looks like a limit, and no source of the rule"
                        + " '%s: %s' understands it; if it tells a delay, add header(%s)";
                log.info(text.formatted(name, call.settings().client(), condition, rule, name));
            }
        }
    }

    private static void tellStatus(RetryCall call, Failure failure) {
        String status = failure.unreadStatus();
        if (status != null && call.client().isToldFirst(status.replaceFirst(" .*", ""))) {
            String text = "%s, of a failure of client %s, looks like the status of a response, but is not understood;"
                    + " a bean of type ResponseExtractor can read it";
            log.info(text.formatted(status, call.settings().client()));
        }
    }
}
