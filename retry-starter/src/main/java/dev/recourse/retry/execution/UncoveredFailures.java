package dev.recourse.retry.execution;

import dev.recourse.retry.decision.Decision;
import dev.recourse.retry.event.Text;
import dev.recourse.retry.failure.Condition;
import dev.recourse.retry.failure.Failure;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Says once for each method and type of failure what would be written into {@code delays} to retry it. */
final class UncoveredFailures {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private UncoveredFailures() {}

    static void tell(RetryCall call, Failure failure, Decision decision) {
        if (!decision.equals(Decision.UNCOVERED) || !log.isInfoEnabled()) {
            return;
        }
        String key = key(failure);
        if (call.client().isToldFirst(call.label() + ' ' + key)) {
            log.info(
                    "%s failed with %s, which no rule covers, so it is not retried. To retry it, write '%s: 5s' below delays"
                            .formatted(RetryLogger.subject(call), Text.of(failure), key));
        }
    }

    private static String key(Failure failure) {
        Condition reported = failure.reportedCondition(condition -> true);
        if (reported != null) {
            return reported.toString();
        }
        String name = failure.exception().getClass().getCanonicalName();
        return name == null ? failure.exception().getClass().getName() : name;
    }
}
