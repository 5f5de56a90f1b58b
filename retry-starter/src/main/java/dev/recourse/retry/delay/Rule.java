package dev.recourse.retry.delay;

import dev.recourse.retry.FailedResponse;
import dev.recourse.retry.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

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

    /** Returns whether a call is never left without a delay: the rule is {@code never}, or a source always has an answer. */
    public boolean alwaysAnswers() {
        return isNever() || firstCertain() < sources.size();
    }

    /** Returns the sources that are never asked, as they are written: those behind one that always has an answer. */
    public List<String> unreachable() {
        return isNever() ? List.of() : parts().subList(Math.min(firstCertain() + 1, sources.size()), sources.size());
    }

    /** Returns the sources, as they are written, that always answer with more than this. */
    public List<String> longerThan(Duration limit) {
        return written(source -> {
            Duration certain = source.certain();
            return certain != null && certain.compareTo(limit) > 0;
        });
    }

    /** Returns the sources, as they are written, that have no answer where there is no response. */
    public List<String> ofResponse() {
        return written(Source::needsResponse);
    }

    private List<String> written(Predicate<Source> such) {
        List<String> parts = parts();
        return IntStream.range(0, sources.size())
                .filter(i -> such.test(sources.get(i)))
                .mapToObj(parts::get)
                .toList();
    }

    private int firstCertain() {
        int first = 0;
        while (first < sources.size() && sources.get(first).certain() == null) {
            first++;
        }
        return first;
    }

    /** Splits the text at the commas that stand in no parentheses, as the parser does. */
    private List<String> parts() {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
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
                .limit(HeaderItems.MOST)
                .filter(name -> sources.stream().noneMatch(source -> source.reads(name, response, reference)))
                .toList();
    }

    /** Returns the text as configured. */
    @Override
    public String toString() {
        return text;
    }
}
