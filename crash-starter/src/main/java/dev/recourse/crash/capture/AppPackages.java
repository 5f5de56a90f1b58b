package dev.recourse.crash.capture;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/** Tells the application's own classes from those of libraries. */
public final class AppPackages {

    private final Set<String> packages = new CopyOnWriteArraySet<>();

    /** Adds packages, each with those below it. */
    public void add(Collection<String> names) {
        packages.addAll(names);
    }

    /** Returns whether the class of this name is in one of the packages. */
    boolean contains(String className) {
        for (String name : packages) {
            if (name.isEmpty() ? className.indexOf('.') < 0 : className.startsWith(name + '.')) {
                return true;
            }
        }
        return false;
    }
}
