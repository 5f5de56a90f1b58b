package dev.recourse.crash.show;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A line of source with some around it.
 *
 * @param first number of the first line
 * @param line number of the one that it is about
 * @param changed whether the file is newer than the crash
 */
record SourceExcerpt(List<String> lines, int first, int line, boolean changed) {

    private static final int BEFORE = 3;

    private static final int AFTER = 2;

    private static final int LONGEST = 300;

    private static final Pattern NAME = Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*+");

    /** Returns the part of a file around a line of it. */
    static SourceExcerpt of(List<String> file, int line, boolean changed) {
        int first = Math.max(1, line - BEFORE);
        int last = Math.min(file.size(), line + AFTER);
        List<String> lines = file.subList(first - 1, last);
        int indent = lines.stream()
                .filter(text -> !text.isBlank())
                .mapToInt(text -> text.length() - text.stripLeading().length())
                .min()
                .orElse(0);
        return new SourceExcerpt(
                lines.stream().map(text -> shortened(text, indent)).toList(), first, line, changed);
    }

    /** Returns the names in the line, in their order. */
    Set<String> names() {
        return NAME.matcher(lines.get(line - first))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String shortened(String text, int indent) {
        return text.substring(Math.min(indent, text.length()), Math.min(indent + LONGEST, text.length()));
    }
}
