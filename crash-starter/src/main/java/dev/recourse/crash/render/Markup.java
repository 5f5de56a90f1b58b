package dev.recourse.crash.render;

import java.util.Set;

/** Reads the tags of XML and HTML: whose element is a secret, which element tells a name. */
final class Markup {

    private static final int MOST_CLOSING_TAGS = 64;

    private static final int LONGEST_LABEL = 100;

    /** Elements that tell a name, and those that hold the value of it. */
    private static final Set<String> LABELS =
            Set.of("name", "key", "label", "field", "header", "th", "td", "dt", "param");

    private static final Set<String> VALUES = Set.of("value", "val", "string", "td", "dd", "data", "text", "content");

    private final CharSequence text;

    private final Nesting nesting;

    private final SecretNames names;

    /** The tag that is open. */
    private int tagStart;

    private int tagEnd;

    private boolean inTag;

    /** Whether it is known that no more closing tag comes. */
    private boolean allClosed;

    Markup(CharSequence text, Nesting nesting, SecretNames names) {
        this.text = text;
        this.nesting = nesting;
        this.names = names;
    }

    /** Begins a tag, if this is one; returns where to read on. */
    int open(int at) {
        int start = at + 1;
        int end = Chars.nameEnd(text, start);
        if (!Character.isLetter(Chars.at(text, start)) || Chars.isWord(Chars.at(text, at - 1))) {
            return at + 1;
        }
        if (Chars.at(text, end) == ':' && Character.isLetter(Chars.at(text, end + 1))) {
            start = end + 1;
            end = Chars.nameEnd(text, start);
        }
        char after = Chars.at(text, end);
        if (after != '>' && !Chars.isSpace(after) && after != '/') {
            return at + 1;
        }
        tagStart = start;
        tagEnd = end;
        inTag = true;
        nesting.open('>', false);
        return end;
    }

    boolean closes() {
        return inTag;
    }

    /** Ends the tag; returns the end of what its element holds, if that is a secret, or where to read on. */
    int close(int at) {
        inTag = false;
        Nesting.Level tag = nesting.close('>');
        int content = at + 1;
        if (text.charAt(at - 1) == '/') {
            return content;
        }
        String name = Chars.text(text, tagStart, tagEnd);
        Nesting.Level around = nesting.current();
        boolean secret = names.matches(name)
                || tag.expectsSecret(at, LabelledValues.FARTHEST_VALUE)
                || (VALUES.contains(name) && around.expectsSecret(at, LabelledValues.FARTHEST_VALUE));
        if (secret) {
            return contentEnd(content, name);
        }
        if (LABELS.contains(name)) {
            int end = content;
            while (end - content < LONGEST_LABEL && end < text.length() && text.charAt(end) != '<') {
                end++;
            }
            around.named(names.matches(Chars.text(text, content, end).strip()), at);
        }
        return content;
    }

    /** Returns where the closing tag of this name begins; without one this was no element. */
    private int contentEnd(int content, String name) {
        int i = content;
        for (int closing = 0; closing < MOST_CLOSING_TAGS && !allClosed; closing++) {
            while (i < text.length() && !(text.charAt(i) == '<' && Chars.at(text, i + 1) == '/')) {
                i++;
            }
            if (i >= text.length()) {
                allClosed = closing == 0;
                return allClosed ? wordEnd(content) : text.length();
            }
            int end = Chars.nameEnd(text, i + 2);
            end = Chars.at(text, end) == ':' ? Chars.nameEnd(text, end + 1) : end;
            if (end - name.length() >= i + 2 && Chars.startsWith(text, end - name.length(), name)) {
                return i;
            }
            i++;
        }
        return allClosed ? wordEnd(content) : text.length();
    }

    /** Returns the end of the word here, if no person writes such words: what stands behind may be no element. */
    private int wordEnd(int from) {
        int end = from;
        while (end - from < LONGEST_LABEL
                && end < text.length()
                && !Chars.isSpace(text.charAt(end))
                && text.charAt(end) != '<') {
            end++;
        }
        return Plain.isPlain(Chars.text(text, from, end)) ? from : end;
    }
}
