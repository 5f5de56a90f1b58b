package dev.recourse.crash.render;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;
import java.util.Currency;
import java.util.Date;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Tells values that can be read without harm from those that run somebody's code. */
public final class SafeTypes {

    private static final Set<Class<?>> PLAIN = Set.of(
            Boolean.class,
            Character.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            UUID.class,
            URI.class,
            File.class,
            Locale.class,
            Currency.class,
            Date.class,
            Duration.class,
            Period.class,
            OptionalInt.class,
            OptionalLong.class,
            OptionalDouble.class);

    private static final int LONGEST_NUMBER = 4096;

    /** Interfaces of what is loaded or computed on first use, and the method that tells whether that happened. */
    private static final String[][] LAZY = {
        {"org.hibernate.collection.spi.PersistentCollection", "wasInitialized"},
        {"org.hibernate.collection.spi.LazyInitializable", "wasInitialized"},
        {"org.eclipse.persistence.indirect.IndirectContainer", "isInstantiated"},
        {"kotlin.Lazy", "isInitialized"}
    };

    private static final boolean PERSISTENCE =
            ClassUtils.isPresent("jakarta.persistence.Entity", SafeTypes.class.getClassLoader());

    private SafeTypes() {}

    /** Returns whether the text of a value can be had without calling methods of applications. */
    public static boolean hasPlainText(Object value) {
        return value instanceof String
                || value instanceof Enum
                || value instanceof Class
                || PLAIN.contains(value.getClass())
                || (value instanceof TemporalAccessor && isOfJdk(value))
                || (value instanceof ZoneId && isOfJdk(value))
                || (value instanceof Charset && isOfJdk(value))
                || (value instanceof BigInteger number && isOfJdk(value) && number.bitLength() <= LONGEST_NUMBER)
                || (value instanceof BigDecimal decimal
                        && isOfJdk(value)
                        && decimal.unscaledValue().bitLength() <= LONGEST_NUMBER);
    }

    /** Returns the text of null, or of a value that {@link #hasPlainText has one}. */
    public static String plainText(@Nullable Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof Class<?> type) {
            return type.getTypeName();
        }
        return String.valueOf(value);
    }

    /** Returns whether reading the value would load it from somewhere else. */
    public static boolean isLazy(Object value) {
        Class<?> type = value.getClass();
        // the class of a lambda has such a name too, but is hidden
        if (Proxy.isProxyClass(type)
                || (type.getName().contains("$$") && !type.isHidden())
                || type.getName().contains("$HibernateProxy")) {
            return true;
        }
        if (PERSISTENCE
                && type.getName().matches("java\\.util\\.Collections\\$(Unmodifiable|Synchronized|Checked).*")) {
            // nobody can see whether there is a lazy one inside
            return true;
        }
        for (String[] lazy : LAZY) {
            Class<?> contract = interfaceNamed(type, lazy[0]);
            if (contract != null && !isLoaded(contract, lazy[1], value)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a collection runs no foreign code and takes no lock when it is walked through. */
    static boolean isTrusted(Object container) {
        String name = container.getClass().getName();
        return name.startsWith("java.util.")
                && !name.contains("$Synchronized")
                && !name.contains("$Unmodifiable")
                && !name.contains("$Checked")
                && !name.equals("java.util.Hashtable")
                && !name.equals("java.util.Vector")
                && !name.equals("java.util.Stack")
                && !name.contains("Blocking");
    }

    static boolean declaresToString(Object value) {
        try {
            return value.getClass().getMethod("toString").getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException ex) {
            return false;
        }
    }

    private static boolean isOfJdk(Object value) {
        return value.getClass().getName().startsWith("java.")
                || value.getClass().getName().startsWith("sun.");
    }

    private static @Nullable Class<?> interfaceNamed(Class<?> type, String name) {
        for (Class<?> candidate : ClassUtils.getAllInterfacesForClass(type)) {
            if (candidate.getName().equals(name)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean isLoaded(Class<?> contract, String method, Object value) {
        try {
            return Boolean.TRUE.equals(contract.getMethod(method).invoke(value));
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException ex) {
            return false;
        }
    }
}
