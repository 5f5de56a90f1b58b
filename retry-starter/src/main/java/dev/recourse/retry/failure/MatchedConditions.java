package dev.recourse.retry.failure;

import dev.recourse.retry.failure.Condition.ExceptionType;
import dev.recourse.retry.failure.Condition.Io;
import dev.recourse.retry.failure.Condition.Status;
import dev.recourse.retry.failure.Condition.StatusClass;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The conditions that a failure meets, in the order of their precedence. */
final class MatchedConditions {

    private MatchedConditions() {}

    static List<Condition> of(Failure failure) {
        Set<Condition> conditions = new LinkedHashSet<>();
        Predicate<Condition> none = condition -> {
            conditions.add(condition);
            return false;
        };
        firstType(failure, none);
        firstReported(failure, none);
        return List.copyOf(conditions);
    }

    static @Nullable Condition firstType(Failure failure, Predicate<Condition> wanted) {
        for (Class<?> thrown : failure.types()) {
            for (Class<?> type = thrown; type != Object.class; type = type.getSuperclass()) {
                Condition condition = new ExceptionType(type.asSubclass(Throwable.class));
                if (wanted.test(condition)) {
                    return condition;
                }
            }
        }
        return null;
    }

    static @Nullable Condition firstReported(Failure failure, Predicate<Condition> wanted) {
        if (failure.response() != null) {
            return first(of(failure.response().status()), wanted);
        }
        return failure.io() != null ? first(of(failure.io()), wanted) : null;
    }

    private static @Nullable Condition first(List<Condition> conditions, Predicate<Condition> wanted) {
        for (Condition condition : conditions) {
            if (wanted.test(condition)) {
                return condition;
            }
        }
        return null;
    }

    static List<Condition> of(int status) {
        return List.of(new Status(status), new StatusClass(status / 100));
    }

    private static List<Condition> of(IoFailure io) {
        return switch (io) {
            case CONNECT_TIMEOUT -> List.of(Io.CONNECT_TIMEOUT, Io.TIMEOUT, Io.CONNECTION);
            case READ_TIMEOUT -> List.of(Io.READ_TIMEOUT, Io.TIMEOUT, Io.CONNECTION);
            case CONNECT_FAILURE, STREAM_REFUSED, CONNECTION_LOSS -> List.of(Io.CONNECTION);
        };
    }
}
