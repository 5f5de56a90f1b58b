package dev.recourse.crash.locals.weave;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;

/** What a class knows of the sensitive members of those that it uses, and of those above it. */
final class KnownMembers {

    /** What a suspended function goes on with keeps its variables apart from each other. */
    private static final String CONTINUATION = "kotlin/coroutines/jvm/internal/ContinuationImpl";

    /** As compilers number them; Groovy puts a word before that. */
    private static final Pattern WITHOUT_NAME = Pattern.compile(".+(?:\\$|_closure)\\d+");

    private static final int FIXED = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;

    private final ClassNode node;
    private final ClassOutline outline;
    private final SensitiveMembers members;
    private final Set<String> inherited;

    private @Nullable Set<String> everywhere;

    KnownMembers(ClassNode node, ClassOutline outline, SensitiveMembers members) {
        this.node = node;
        this.outline = outline;
        this.members = members;
        this.inherited = members.inherited(outline.above());
    }

    String owner() {
        return node.name;
    }

    boolean isOwn(String owner) {
        return owner.equals(node.name);
    }

    /** Returns whether a call of a method can only run the code that this class has for it. */
    boolean isOwnCode(String owner, String name, String descriptor) {
        return isOwn(owner)
                && node.methods.stream()
                        .anyMatch(method -> method.name.equals(name)
                                && method.desc.equals(descriptor)
                                && (method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0
                                && ((method.access | (node.access & Opcodes.ACC_FINAL)) & FIXED) != 0);
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

    /** Returns what is sensitive in any class that this one names, or in a class above it. */
    Set<String> everywhere() {
        if (everywhere == null) {
            everywhere = new HashSet<>(inherited);
            for (String type : outline.named()) {
                everywhere.addAll(members.of(type));
            }
        }
        return everywhere;
    }

    /** Returns the parameters of this class's methods that get something sensitive from the classes within it. */
    Set<String> givenFromWithin() {
        Set<String> given = new HashSet<>();
        String prefix = SensitiveNames.given(node.name + ".");
        for (String type : outline.named()) {
            if (type.startsWith(node.name + "$")) {
                members.of(type).stream()
                        .filter(member -> member.startsWith(prefix))
                        .forEach(member -> given.add(member.substring(prefix.length())));
            }
        }
        return given;
    }

    /** Returns what is sensitive in the classes whose code Kotlin has inlined in this one. */
    Set<String> inlined() {
        Set<String> inlined = new HashSet<>();
        KotlinInlining.sources(node).forEach(type -> inlined.addAll(members.of(type)));
        return inlined;
    }

    /** Returns whether a member of another class, or an inherited one of this class, is sensitive. */
    boolean has(String owner, String member) {
        return (isOwn(owner) ? inherited : members.of(owner)).contains(member);
    }

    /** Returns whether a class is one of those whose files are read. */
    boolean isOfApplication(String type) {
        return isOwn(type) || members.isOfApplication(type);
    }

    /** Returns whether objects of a class without a name within this one have something sensitive, as functions have. */
    boolean isSensitiveFunction(String type) {
        return isWithoutName(type)
                && !members.of(type).isEmpty()
                && !members.above(type).contains(CONTINUATION);
    }

    /** Returns whether a class has no name, and is within this one: it is made with what its methods use. */
    boolean isWithoutName(String type) {
        return type.startsWith(node.name + "$") && WITHOUT_NAME.matcher(type).matches();
    }

    /** Returns whether the text of an object tells what no mark in its class says. */
    boolean isTellingUnmarked(Type type) {
        return type.getSort() == Type.OBJECT && has(type.getInternalName(), SensitiveNames.TELLS_UNMARKED);
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
        return !inherited.isEmpty() || members.areAny(outline.named());
    }
}
