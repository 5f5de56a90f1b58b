package dev.recourse.retry.settings;

import dev.recourse.retry.FailedResponse;
import dev.recourse.retry.delay.Rule;
import dev.recourse.retry.failure.Condition;
import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.failure.IoFailure;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rules for failures that no configured rule covers. */
final class BuiltInRules {

    private static final Map<Condition, Rule> RULES = Map.of(
            parse("429"), Rule.parse("server, 60s"),
            parse("503"), Rule.parse("server, exponential(1s, 30s)"),
            parse("409"), Rule.parse("server, exponential(1s, 30s)"),
            parse("timeout"), Rule.parse("exponential(1s, 2m)"));

    /** One failure for each way to meet the condition of such a rule. */
    static final List<Failure> SPECIMENS =
            List.of(status(429), status(503), status(409), io(IoFailure.CONNECT_TIMEOUT), io(IoFailure.READ_TIMEOUT));

    private BuiltInRules() {}

    static @Nullable Condition condition(Failure failure) {
        return failure.reportedCondition(RULES::containsKey);
    }

    static Rule rule(Condition condition) {
        return Objects.requireNonNull(RULES.get(condition));
    }

    private static Condition parse(String key) {
        return Condition.parse(key, BuiltInRules.class.getClassLoader());
    }

    private static Failure status(int status) {
        return Failure.supposed(Exception.class, null, FailedResponse.of(status, Map.of(), null, null), null);
    }

    private static Failure io(IoFailure io) {
        return Failure.supposed(Exception.class, io, null, null);
    }
}
