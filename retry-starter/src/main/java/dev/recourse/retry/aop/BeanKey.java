package dev.recourse.retry.aop;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * What tells beans apart.
 *
 * @param type class of the bean, that of the proxy for one without a target
 * @param name null for an object that the factory does not know by a name, which shares with others of its type
 */
record BeanKey(Class<?> type, @Nullable String name) {

    /** Returns a text that is the same on all nodes of an application. */
    @Override
    public String toString() {
        return name != null ? name : ClassUtils.getUserClass(type).getName();
    }
}
