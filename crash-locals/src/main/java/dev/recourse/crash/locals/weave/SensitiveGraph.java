package dev.recourse.crash.locals.weave;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is taken from what in the methods of a class, and what of it is sensitive. */
final class SensitiveGraph {

    private final Map<Object, Set<Object>> taken = new HashMap<>();
    private final Map<Role, List<Runnable>> unlessMarked = new HashMap<>();
    private final Set<Object> sensitive = new HashSet<>();
    private final Map<Object, Set<Object>> texts = new HashMap<>();
    private final Set<Object> telling = new HashSet<>();
    private final Set<Object> plain = new HashSet<>();

    /** Says that something is sensitive, whatever it is taken from. */
    void mark(Object node) {
        sensitive.add(node);
    }

    /** Says that the second is sensitive if the first is. */
    void take(Object from, Object to) {
        if (!from.equals(to)) {
            taken.computeIfAbsent(from, key -> new HashSet<>()).add(to);
        }
    }

    /** Says that the text of the first may tell something sensitive. */
    void tells(Object node) {
        telling.add(node);
    }

    /** Says that there is nothing in the first whose text may tell something. */
    void isPlain(Object node) {
        plain.add(node);
    }

    /** Says that the second is made of the text of the first. */
    void text(Object of, Object made) {
        texts.computeIfAbsent(of, key -> new HashSet<>()).add(made);
    }

    /** Returns that whose text may tell something sensitive. */
    Set<Object> telling() {
        return telling;
    }

    /** Says that a copy is the same object: what is put into it, or what it is called with, concerns the original. */
    void alias(Object copy, Object original) {
        take(new Role(Role.Kind.FILLED, copy), new Role(Role.Kind.FILLED, original));
        take(new Role(Role.Kind.CALLED, copy), new Role(Role.Kind.CALLED, original));
    }

    /** Says that a copy may not differ from the original: if one was marked by hand, so is the other. */
    void same(Object copy, Object original) {
        alias(copy, original);
        take(new Role(Role.Kind.MARKED, copy), new Role(Role.Kind.MARKED, original));
    }

    /** Says that the second is sensitive if the first is, unless something else is marked. */
    void takeUnlessMarked(Object marked, Object from, Object to) {
        unlessMarked
                .computeIfAbsent(new Role(Role.Kind.MARKED, marked), key -> new ArrayList<>())
                .add(() -> take(from, to));
    }

    /** Finds all that is sensitive: what is marked is known before what is only taken from that. */
    void follow() {
        spread(sensitive, Set.of());
        unlessMarked.forEach((marked, links) -> {
            if (!sensitive.contains(marked)) {
                links.forEach(Runnable::run);
            }
        });
        spread(telling, plain);
        texts.forEach((of, made) -> {
            if (telling.contains(of)) {
                sensitive.addAll(made);
            }
        });
        spread(sensitive, Set.of());
    }

    private void spread(Set<Object> reached, Set<Object> ends) {
        Deque<Object> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            Object node = open.remove();
            Set<Object> next = new HashSet<>(taken.getOrDefault(node, Set.of()));
            if (node instanceof Role role) {
                next.addAll(role.implied());
            }
            for (Object each : next) {
                if (!ends.contains(each) && reached.add(each)) {
                    open.add(each);
                }
            }
        }
    }

    boolean isSensitive(Object node) {
        return sensitive.contains(node);
    }

    Set<Object> sensitive() {
        return sensitive;
    }

    /** What is known of something beside its own value. */
    record Role(Kind kind, Object of) {

        private Set<Object> implied() {
            return switch (kind) {
                case MARKED -> Set.of(of, new Role(Kind.CALLED, of));
                case FILLED -> Set.of(of);
                case CALLED, DECLARED, HANDING -> Set.of();
            };
        }

        enum Kind {
            /** It is marked by hand, or it is put as it is into what is. */
            MARKED,
            /** It is, or is of, a member that is marked: what is put into it is sensitive. */
            DECLARED,
            /** Something sensitive was put into it. */
            FILLED,
            /** It is a function that is called with something sensitive. */
            CALLED,
            /** It is a function of one value that hands it to what is marked. */
            HANDING
        }
    }
}
