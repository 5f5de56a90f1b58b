package dev.recourse.retry.delay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The three forms of a date in HTTP (RFC 9110 section 5.6.7), in any case, with GMT or a numeric zone.
 *
 * <p>The JDK's and Spring's parsers refuse the RFC's own examples of the two older forms, a leap second, and a date
 * whose weekday is wrong.
 */
final class HttpDate {

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private static final String WEEKDAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";

    private static final String LONG_WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";

    private static final String MONTH = "(?<month>" + String.join("|", MONTHS) + ")";

    private static final String TIME = "(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)";

    private static final String ZONE = "(?<zone>GMT|UTC|[+-]\\d\\d:?\\d\\d)";

    private static final List<Pattern> FORMS = Stream.of(
                    WEEKDAY + ", (?<day>\\d{1,2}) " + MONTH + " (?<year>\\d{4}) " + TIME + " " + ZONE,
                    LONG_WEEKDAY + ", (?<day>\\d{1,2})-" + MONTH + "-(?<year>\\d\\d) " + TIME + " " + ZONE,
                    WEEKDAY + " " + MONTH + "  ?(?<day>\\d{1,2}) " + TIME + " (?<year>\\d{4})(?<zone>)")
            .map(form -> Pattern.compile(form, Pattern.CASE_INSENSITIVE))
            .toList();

    private HttpDate() {}

    /**
     * Returns the instant, or null if the text is no such date.
     *
     * @param reference what tells the century of a year of two digits
     */
    static @Nullable Instant parse(String text, Instant reference) {
        for (Pattern form : FORMS) {
            Matcher date = form.matcher(text);
            if (date.matches()) {
                return years(date.group("year"), reference)
                        .mapToObj(year -> instant(date, year))
                        .filter(instant -> instant != null && !isTooFar(date, instant, reference))
                        .findFirst()
                        .orElse(null);
            }
        }
        return null;
    }

    /** Returns the years that may be meant, the latest first. */
    private static IntStream years(String digits, Instant reference) {
        int year = Integer.parseInt(digits);
        if (digits.length() > 2) {
            return IntStream.of(year);
        }
        int century = Year.from(reference.atOffset(ZoneOffset.UTC)).getValue() / 100 * 100;
        return IntStream.of(century + 100 + year, century + year, century - 100 + year);
    }

    private static boolean isTooFar(Matcher date, Instant instant, Instant reference) {
        return date.group("year").length() == 2
                && instant.isAfter(
                        reference.atOffset(ZoneOffset.UTC).plusYears(50).toInstant());
    }

    private static @Nullable Instant instant(Matcher date, int year) {
        int second = number(date, "second");
        // A leap second is the second after it: nothing that is waited for comes early.
        boolean leap = second == 60;
        try {
            return LocalDateTime.of(
                            year,
                            MONTHS.indexOf(date.group("month").toLowerCase(Locale.ROOT)) + 1,
                            number(date, "day"),
                            number(date, "hour"),
                            number(date, "minute"),
                            leap ? 59 : second)
                    .plusSeconds(leap ? 1 : 0)
                    .toInstant(zone(date.group("zone")));
        } catch (DateTimeException ex) {
            return null;
        }
    }

    private static ZoneOffset zone(String text) {
        return text.startsWith("+") || text.startsWith("-") ? ZoneOffset.of(text) : ZoneOffset.UTC;
    }

    private static int number(Matcher date, String group) {
        return Integer.parseInt(date.group(group));
    }
}
