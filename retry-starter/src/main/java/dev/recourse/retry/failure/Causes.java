package dev.recourse.retry.failure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The chain of an exception and its causes, however long or circular it is. */
public final class Causes {

    static final int LIMIT = 100;

    private Causes() {}

    /** Returns the exception and its causes, outermost first, each once and at most {@value #LIMIT}. */
    public static List<Throwable> of(Throwable exception) {
        List<Throwable> chain = new ArrayList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable link = exception; link != null && chain.size() < LIMIT && seen.add(link); link = next(link)) {
            chain.add(link);
        }
        return chain;
    }

    private static @Nullable Throwable next(Throwable link) {
        try {
            return link.getCause();
        } catch (Throwable ex) {
            return null;
        }
    }
}
