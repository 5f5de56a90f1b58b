package dev.recourse.retry.delay;

import dev.recourse.retry.FailedResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A header that tells when a quota is there again: {@code X-RateLimit-Reset}, or {@code x-ratelimit-reset-tokens} where
 * the server has a quota of that name.
 *
 * @param remaining name of the header that tells what is left of the same quota
 */
record ResetHeader(String name, String remaining) {

    private static final Pattern NAME =
            Pattern.compile("(?i)(?<family>(?:x-)?rate-?limit)-reset(?:-after)?(?<quota>-[^:]{1,100})?");

    /** Describes the quota, but tells no time. */
    private static final Pattern COMPANION = Pattern.compile(
            "(?i)(?:x-)?rate-?limit-(?:limit|remaining|used|resource|policy|bucket|scope|global)(?:-[^:]{1,100})?");

    /** Are asked even of a response that does not tell the names of its headers. */
    private static final List<String> KNOWN = Stream.of("RateLimit", "X-RateLimit", "X-Rate-Limit")
            .flatMap(family -> Stream.of(family + "-Reset", family + "-Reset-After"))
            .toList();

    /** Returns whether this is the name of such a header, in any case. */
    static boolean isReset(String name) {
        return NAME.matcher(name).matches();
    }

    /** Returns whether a header of this name describes a quota without telling a time. */
    static boolean isCompanion(String name) {
        return COMPANION.matcher(name).matches();
    }

    /** Returns those that the response may have, and none beyond the number that a header may have items. */
    static List<ResetHeader> of(FailedResponse response) {
        Collection<String> names = response.headerNames();
        List<ResetHeader> headers = new ArrayList<>();
        for (String name : names.isEmpty() ? KNOWN : names) {
            Matcher reset = NAME.matcher(name);
            if (headers.size() < HeaderItems.MOST && reset.matches()) {
                String quota = reset.group("quota") == null ? "" : reset.group("quota");
                headers.add(new ResetHeader(name, reset.group("family") + "-Remaining" + quota));
            }
        }
        return headers;
    }

    /**
     * Returns the longest time until a used-up quota is there again, or null if none is used up.
     *
     * <p>A server with several windows sends equally long lists of what remains and of when it is there again.
     */
    @Nullable
    Duration read(FailedResponse response, Instant reference) {
        List<String> resets = HeaderItems.of(response.header(name));
        List<String> left = HeaderItems.of(response.header(remaining));
        if (resets.size() == left.size()) {
            List<String> usedUp = new ArrayList<>();
            for (int i = 0; i < resets.size(); i++) {
                if (!isQuota(left.get(i))) {
                    usedUp.add(resets.get(i));
                }
            }
            return DelayUnit.AUTO.longestOf(usedUp, reference);
        }
        return isLeftOfEach(left) ? null : DelayUnit.AUTO.longestOf(resets, reference);
    }

    private static boolean isLeftOfEach(Collection<String> left) {
        List<String> numbers = left.stream().filter(ResetHeader::isNumber).toList();
        return !numbers.isEmpty() && numbers.stream().allMatch(ResetHeader::isQuota);
    }

    private static boolean isNumber(String text) {
        return BoundedNumber.parse(text.startsWith("-") ? text.substring(1) : text) != null;
    }

    private static boolean isQuota(String text) {
        var number = BoundedNumber.parse(text);
        return number != null && number.signum() > 0;
    }
}
