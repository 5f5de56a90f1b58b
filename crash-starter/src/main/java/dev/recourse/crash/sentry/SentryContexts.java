package dev.recourse.crash.sentry;

import dev.recourse.crash.CrashReport.Section;
import io.sentry.protocol.Contexts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Sections as Sentry's contexts: strings only, since the SDK reads other objects by reflection. */
final class SentryContexts {

    /** Names that mean something to Sentry; the SDK or the server expects a certain type there. */
    private static final Set<String> RESERVED = Set.of(
            "app",
            "art",
            "browser",
            "device",
            "feedback",
            "flags",
            "gpu",
            "os",
            "profile",
            "replay_id",
            "response",
            "runtime",
            "spring",
            "trace");

    private SentryContexts() {}

    /** Adds each section under its name, or with {@code crash.} before it where the name is taken. */
    static void add(Contexts contexts, Map<String, Section> sections) {
        sections.forEach((name, section) -> {
            boolean taken = RESERVED.contains(name) || contexts.containsKey(name);
            contexts.put(taken ? "crash." + name : name, values(section));
        });
    }

    private static Map<String, String> values(Section section) {
        Map<String, String> values = new LinkedHashMap<>(section.values());
        if (section.error() != null) {
            values.putIfAbsent("error", section.error());
        }
        if (section.stale()) {
            values.putIfAbsent("stale", "true");
        }
        return values;
    }
}
