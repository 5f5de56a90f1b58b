package dev.recourse.crash.format;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** The name that a report has everywhere; sorts by time and is safe as a file's name. */
public final class ReportId {

    private static final Pattern FORM = Pattern.compile("\\d{8}T\\d{6}\\.\\d{3}Z-[0-9a-f]{8}");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private ReportId() {}

    /** Returns a new id for a crash at this time. */
    public static String next(Instant time) {
        int random = ThreadLocalRandom.current().nextInt();
        return TIME.format(time) + String.format(Locale.ROOT, "-%08x", random);
    }

    /** Returns the time in a valid id. */
    public static Instant time(String id) {
        return TIME.parse(id.substring(0, id.indexOf('-')), Instant::from);
    }

    /** Returns whether the text has the form of an id, so that no path can hide in it. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches() && hasTime(text);
    }

    private static boolean hasTime(String id) {
        try {
            time(id);
            return true;
        } catch (DateTimeException ex) {
            return false;
        }
    }
}
