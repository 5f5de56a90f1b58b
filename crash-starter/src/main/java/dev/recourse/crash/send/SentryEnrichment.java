package dev.recourse.crash.send;

import dev.recourse.crash.CrashReport.Section;
import java.util.Map;

/** What Sentry's events get from the crash reports' side. */
public interface SentryEnrichment {

    /** Collects the sections, redacted and within a deadline. */
    Map<String, Section> sections();

    /** Returns a value without its secrets, judged by its name and its shape. */
    String redact(String name, String value);
}
