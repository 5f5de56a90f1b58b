package dev.recourse.crash.locals.weave;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;

/** What a class knows of the sensitive members of those that it uses, and of those above it. */
final class KnownMembers {

    private final ClassNode node;
    private final SensitiveMembers members;
    private final Set<String> inherited;

    KnownMembers(ClassNode node, SensitiveMembers members) {
        this.node = node;
        this.members = members;
        this.inherited = members.inherited(node.superName, node.interfaces);
    }

    String owner() {
        return node.name;
    }

    boolean isOwn(String owner) {
        return owner.equals(node.name);
    }

    /** Returns the names of the fields of the class itself. */
    List<String> fields() {
        return node.fields.stream().map(field -> field.name).toList();
    }

    Set<String> inherited() {
        return inherited;
    }

    /** Returns what the class around this one, if there is one, tells about it. */
    Set<String> around() {
        int end = node.name.lastIndexOf('$');
        String outer = node.outerClass == null && end > 0 ? node.name.substring(0, end) : node.outerClass;
        return outer == null ? Set.of() : members.around(outer);
    }

    /** Returns whether a member of another class, or an inherited one of this class, is sensitive. */
    boolean has(String owner, String member) {
        return (isOwn(owner) ? inherited : members.of(owner)).contains(member);
    }

    /** Returns whether the type of a value is marked. */
    boolean isMarked(Type type) {
        Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        return element.getSort() == Type.OBJECT
                && !isOwn(element.getInternalName())
                && has(element.getInternalName(), SensitiveNames.TYPE);
    }

    /** Returns whether any class that this one names has something sensitive. */
    boolean areAny() {
        Set<String> types = new HashSet<>();
        new TypesOf(node).addTo(types);
        types.remove(node.name);
        return !inherited.isEmpty()
                || types.stream().anyMatch(type -> !members.of(type).isEmpty());
    }
}
