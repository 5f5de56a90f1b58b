package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.weave.OwnHandlers.Protection;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;

/** A handler to add: which exceptions it catches, and the variables that it hands over. */
final class RecordingHandler {

    final Protection protection;
    final List<Variable> variables;
    final LabelNode code = new LabelNode();
    final Lines lines = new Lines();
    final List<Range> ranges = new ArrayList<>();

    RecordingHandler(Protection protection, List<Variable> variables) {
        this.protection = protection;
        this.variables = variables;
    }

    /** Covers the code from one instruction to another, both included. */
    record Range(AbstractInsnNode first, AbstractInsnNode last) {}
}
