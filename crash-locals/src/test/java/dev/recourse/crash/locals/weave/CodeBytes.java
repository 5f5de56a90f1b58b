package dev.recourse.crash.locals.weave;

import org.objectweb.asm.ClassReader;

/** The code of a method, as it is in a class file. */
final class CodeBytes {

    private CodeBytes() {}

    /** Returns the instructions of the first method of that name. */
    static byte[] of(byte[] bytes, String method) {
        ClassReader reader = new ClassReader(bytes);
        int members = membersEnd(reader, reader.header + 6 + 2 * reader.readUnsignedShort(reader.header + 6) + 2);
        int count = reader.readUnsignedShort(members);
        int at = members + 2;
        for (int i = 0; i < count; i++) {
            String name = reader.readUTF8(at + 2, new char[reader.getMaxStringLength()]);
            int attributes = reader.readUnsignedShort(at + 6);
            at += 8;
            for (int j = 0; j < attributes; j++) {
                String attribute = reader.readUTF8(at, new char[reader.getMaxStringLength()]);
                int length = reader.readInt(at + 2);
                if (attribute.equals("Code") && name.equals(method)) {
                    int size = reader.readInt(at + 10);
                    byte[] code = new byte[size];
                    System.arraycopy(bytes, at + 14, code, 0, size);
                    return code;
                }
                at += 6 + length;
            }
        }
        throw new IllegalArgumentException(method);
    }

    private static int membersEnd(ClassReader reader, int start) {
        int count = reader.readUnsignedShort(start);
        int at = start + 2;
        for (int i = 0; i < count; i++) {
            int attributes = reader.readUnsignedShort(at + 6);
            at += 8;
            for (int j = 0; j < attributes; j++) {
                at += 6 + reader.readInt(at + 2);
            }
        }
        return at;
    }
}
