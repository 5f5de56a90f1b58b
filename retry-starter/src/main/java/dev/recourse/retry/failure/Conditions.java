package dev.recourse.retry.failure;

import dev.recourse.retry.failure.Condition.ExceptionType;
import dev.recourse.retry.failure.Condition.Io;
import dev.recourse.retry.failure.Condition.Status;
import dev.recourse.retry.failure.Condition.StatusClass;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The conditions that a failure meets, in the order of their precedence. */
final class Conditions {

    private Conditions() {}

    static List<Condition> of(Failure failure) {
        Set<Condition> conditions = new LinkedHashSet<>();
        failure.types().forEach(type -> addTypes(type, conditions));
        if (failure.response() != null) {
            int status = failure.response().status();
            conditions.add(new Status(status));
            conditions.add(new StatusClass(status / 100));
        }
        if (failure.io() != null) {
            conditions.addAll(of(failure.io()));
        }
        return List.copyOf(conditions);
    }

    private static void addTypes(Class<?> type, Set<Condition> conditions) {
        if (type != Object.class) {
            conditions.add(new ExceptionType(type.asSubclass(Throwable.class)));
            addTypes(type.getSuperclass(), conditions);
        }
    }

    private static List<Condition> of(IoFailure io) {
        return switch (io) {
            case CONNECT_TIMEOUT -> List.of(Io.CONNECT_TIMEOUT, Io.TIMEOUT, Io.CONNECTION);
            case READ_TIMEOUT -> List.of(Io.READ_TIMEOUT, Io.TIMEOUT, Io.CONNECTION);
            case CONNECTION -> List.of(Io.CONNECTION);
        };
    }
}
