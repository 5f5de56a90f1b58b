package dev.recourse.crash.locals.weave;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.objectweb.asm.ClassReader;

/**
 * What the constants of a class file tell without a look at its methods.
 *
 * @param isMarked whether it names {@code @Sensitive}
 * @param above the internal names of its superclass and its interfaces
 * @param named the internal names of the classes that it names, without the JDK's
 */
record ClassOutline(boolean isMarked, List<String> above, List<String> named) {

    private static final int UTF8 = 1;
    private static final int CLASS = 7;

    static ClassOutline of(byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        Set<String> named = new LinkedHashSet<>();
        boolean isMarked = false;
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            int offset = reader.getItem(i);
            int tag = offset == 0 ? 0 : bytes[offset - 1];
            if (tag == CLASS) {
                addClass(reader.readUTF8(offset, buffer), named);
            } else if (tag == UTF8 && mayBeDescriptor(bytes, offset)) {
                String text = text(bytes, offset);
                isMarked |= text.equals(SensitiveAnnotation.DESCRIPTOR);
                forEachClass(text, name -> addClass(name, named));
            }
        }
        named.remove(reader.getClassName());
        List<String> above = new ArrayList<>(List.of(reader.getInterfaces()));
        if (reader.getSuperName() != null) {
            above.add(reader.getSuperName());
        }
        // they are kept as long as the application's loader, and many classes name the same ones
        return new ClassOutline(
                isMarked, List.copyOf(above), named.stream().map(String::intern).toList());
    }

    private static void addClass(String name, Set<String> named) {
        if (name.startsWith("[")) {
            forEachClass(name, element -> addClass(element, named));
        } else if (!name.startsWith("java/")) {
            named.add(name);
        }
    }

    private static String text(byte[] bytes, int offset) {
        return new String(bytes, offset + 2, length(bytes, offset), StandardCharsets.UTF_8);
    }

    private static int length(byte[] bytes, int offset) {
        return (bytes[offset] & 0xFF) << 8 | (bytes[offset + 1] & 0xFF);
    }

    /** Whether a text begins as descriptors and signatures do. */
    private static boolean mayBeDescriptor(byte[] bytes, int offset) {
        return length(bytes, offset) > 2 && "L([<".indexOf(bytes[offset + 2]) >= 0;
    }

    /** Calls back with each class that a descriptor or a signature names. */
    static void forEachClass(String descriptor, Consumer<String> callback) {
        int start = -1;
        for (int i = 0; i < descriptor.length(); i++) {
            char character = descriptor.charAt(i);
            if (start < 0) {
                start = character == 'L' ? i + 1 : -1;
            } else if (character == ';' || character == '<') {
                callback.accept(descriptor.substring(start, i));
                start = -1;
            }
        }
    }
}
