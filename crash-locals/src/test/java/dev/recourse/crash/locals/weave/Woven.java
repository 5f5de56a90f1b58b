package dev.recourse.crash.locals.weave;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Classes that were woven and loaded, and what they record. */
final class Woven extends ClassLoader {

    private final Map<String, byte[]> classes;

    Woven(Map<String, byte[]> classes, ClassLoader parent) {
        super(parent);
        this.classes = classes;
    }

    /** Weaves what a source says. */
    static Woven of(String source) {
        return of(Compiled.of(source));
    }

    static Woven of(Map<String, byte[]> classes) {
        Map<String, byte[]> woven = new LinkedHashMap<>();
        Weaver weaver = new Weaver(TestRecorder.class);
        TestRecorder.reset();
        SensitiveMembers members =
                new SensitiveMembers(type -> classes.get(type.replace('/', '.')), new SensitiveMembers.Known());
        classes.forEach(
                (name, bytes) -> woven.put(name, weaver.weave(bytes, members).bytes()));
        return new Woven(woven, Woven.class.getClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        byte[] bytes = classes.get(name.replace(".class", "").replace('/', '.'));
        return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
    }

    /** Calls a static method that takes nothing or what is given. */
    Object call(String type, String method, Object... arguments) throws Throwable {
        for (Method candidate : loadClass(type).getDeclaredMethods()) {
            if (candidate.getName().equals(method)) {
                candidate.setAccessible(true);
                try {
                    return candidate.invoke(null, arguments);
                } catch (InvocationTargetException failure) {
                    throw failure.getCause();
                }
            }
        }
        throw new NoSuchMethodException(method);
    }

    static List<TestRecorder.Recorded> recorded() {
        return List.copyOf(TestRecorder.RECORDED);
    }
}
