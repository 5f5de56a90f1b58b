package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.weave.OwnHandlers.Protection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;

/** A handler to add: which exceptions it catches, and the variables that it hands over. */
final class RecordingHandler {

    final Protection protection;
    final List<Variable> variables;
    final Arrival arrival;
    final LabelNode code = new LabelNode();
    final Lines lines = new Lines();
    final List<Range> ranges = new ArrayList<>();

    RecordingHandler(Protection protection, List<Variable> variables, Arrival arrival) {
        this.protection = protection;
        this.variables = variables;
        this.arrival = arrival;
    }

    /** Returns what the recorder is to know, as {@code RecordingSite} reads it. */
    String description(String className, String methodName) {
        return String.join(
                "/",
                className,
                methodName,
                lines.toString(),
                String.valueOf(arrival.mark),
                String.join(";", protection.swallowed()),
                variables.stream().map(Variable::description).collect(Collectors.joining(";")));
    }

    /** Covers the code from one instruction to another, both included. */
    record Range(AbstractInsnNode first, AbstractInsnNode last) {}

    /** How the exceptions have come about that a handler catches. */
    enum Arrival {
        /** The JVM has made them here. */
        BY_THE_JVM('v'),
        /** They are made here, or come out of the only call on the line. */
        BY_ONE_CALL('o'),
        /** They are made here, or come out of one of several calls on the line. */
        BY_A_CALL('c'),
        /** They were made earlier in the same call of the method. */
        MADE_BEFORE('m'),
        /** They were caught earlier in the same call of the method. */
        CAUGHT_BEFORE('b'),
        /** Nobody knows how many calls they have left before. */
        KEPT('k');

        final char mark;

        Arrival(char mark) {
            this.mark = mark;
        }
    }
}
