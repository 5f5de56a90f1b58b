package dev.recourse.retry.failure;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists an exception and its causes, however long or circular the chain is. */
public final class CauseChain {

    static final int LIMIT = 100;

    private CauseChain() {}

    /** Returns the exception and its causes, outermost first, each once and at most {@value #LIMIT}. */
    public static List<Throwable> of(Throwable exception) {
        Throwable next = next(exception);
        if (next == null) {
            return List.of(exception);
        }
        List<Throwable> chain = new ArrayList<>();
        chain.add(exception);
        while (next != null && chain.size() < LIMIT && !contains(chain, next)) {
            chain.add(next);
            next = next(next);
        }
        return chain;
    }

    /** The list is short, so a search in it costs less than a set. */
    @SuppressWarnings("ReferenceEquality") // an exception may have any equals
    private static boolean contains(List<Throwable> chain, Throwable exception) {
        for (Throwable link : chain) {
            if (link == exception) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Throwable next(Throwable link) {
        try {
            return link.getCause();
        } catch (Throwable ex) {
            return null;
        }
    }
}
