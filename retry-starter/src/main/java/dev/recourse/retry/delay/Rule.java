package dev.recourse.retry.delay;

import dev.recourse.retry.FailedResponse;
import dev.recourse.retry.failure.Failure;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How long to wait before the next attempt: a list of sources, of which the first that has an answer wins.
 *
 * <pre>{@code
 * rule    = "never" | source *("," source)
 * source  = duration                          2s  500ms  1m30s  PT2S; a bare number is seconds
 *         | exponential(first, max [, factor])          factor 2 unless told
 *         | random(min, max)
 *         | server                            whatever the response says in a known form
 *         | header(Name [, unit])             one header
 *         | body(/json/pointer [, unit])      one field of a JSON body
 *         | longest(source, source ...)       the longest of those that have an answer
 *         | name                              an attribute of the exception, else a top-level field of a JSON body
 * unit    = s | ms | epoch-s | epoch-ms | date | auto (unless told)
 * }</pre>
 */
public final class Rule {

    private static final Pattern LIMIT = Pattern.compile("(?i)retry|reset|quota|rate.*limit");

    private final String text;

    private final List<Source> sources;

    private Rule(String text, List<Source> sources) {
        this.text = text;
        this.sources = sources;
    }

    /**
     * Reads a rule as it is configured.
     *
     * @throws RuleSyntaxException if the text is no rule
     */
    public static Rule parse(String text) {
        return new Rule(text, new RuleParser(text).parse());
    }

    /** Returns whether the rule forbids every retry. */
    public boolean isNever() {
        return sources.isEmpty();
    }

    /** Asks the sources in order; whatever the response or the exception holds, it doesn't throw. */
    public DelayResult answer(Failure failure, DelayContext context) {
        if (isNever()) {
            return new DelayResult.Stop("the rule 'never'");
        }
        for (Source source : sources) {
            DelayResult answer = source.answer(failure, context);
            if (!(answer instanceof DelayResult.None)) {
                return answer;
            }
        }
        return DelayResult.NONE;
    }

    /**
     * Returns the names of headers that look like a limit and that no source of this rule understands.
     *
     * <p>Looking like a limit is having {@code retry}, {@code reset}, {@code quota}, or {@code rate} and then
     * {@code limit} in the name.
     */
    public List<String> unreadHeaders(Failure failure, DelayContext context) {
        FailedResponse response = failure.response();
        if (response == null || isNever()) {
            return List.of();
        }
        Instant reference = ResponseDate.of(response, context.now());
        return response.headerNames().stream()
                .filter(LIMIT.asPredicate())
                .filter(name -> sources.stream().noneMatch(source -> source.reads(name, response, reference)))
                .toList();
    }

    /** Returns the text as configured. */
    @Override
    public String toString() {
        return text;
    }
}
