package dev.recourse.retry.aop;

import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.BaseStream;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.util.ClassUtils;

/** Finds arguments that can be read only once: a second attempt would send an empty body. */
final class OneShotArguments {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private static final List<Class<?>> TYPES = List.of(
            InputStream.class,
            Reader.class,
            ReadableByteChannel.class,
            Iterator.class,
            BaseStream.class,
            InputStreamResource.class);

    /** How deep in lists and maps is looked, as in the parts of a form. */
    private static final int DEPTH = 3;

    private OneShotArguments() {}

    /** Warns at the start of a method that is not called again, unless it may be handed off instead. */
    static void warnOf(Method method) {
        Arrays.stream(method.getParameterTypes())
                .filter(OneShotArguments::isOneShot)
                .findFirst()
                .ifPresent(type -> log.warn("@RetryOnStatus does not call " + method + " again: its argument of type "
                        + ClassUtils.getShortName(type)
                        + " can be read only once. Pass what can be opened again, such as"
                        + " a FileSystemResource, or annotate a method around it that opens it; a hand-off works."));
    }

    private static boolean isOneShot(Class<?> type) {
        return TYPES.stream().anyMatch(oneShot -> oneShot.isAssignableFrom(type));
    }

    /** Describes the first that is there, as the beginning of a sentence, or returns null if there is none. */
    static @Nullable String find(@Nullable Object[] arguments) {
        Object found = find(Arrays.asList(arguments), DEPTH);
        return found == null ? null : "its argument of type " + ClassUtils.getShortName(found.getClass());
    }

    private static @Nullable Object find(Collection<? extends @Nullable Object> values, int depth) {
        for (Object value : values) {
            Object found = find(value, depth);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Object find(@Nullable Object value, int depth) {
        if (value == null || depth == 0) {
            return null;
        }
        try {
            if (value instanceof Object[] array) {
                return find(Arrays.asList(array), depth - 1);
            }
            if (value instanceof Collection<?> collection) {
                return find(collection, depth - 1);
            }
            if (value instanceof Map<?, ?> map) {
                return find(map.values(), depth - 1);
            }
            return isOneShot(value.getClass()) || (value instanceof Resource resource && resource.isOpen())
                    ? value
                    : null;
        } catch (RuntimeException ex) {
            return null;
        }
    }
}
