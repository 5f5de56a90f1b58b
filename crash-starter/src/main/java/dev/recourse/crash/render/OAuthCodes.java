package dev.recourse.crash.render;

import org.jspecify.annotations.Nullable;

/** Finds the code of an authorization (RFC 6749, section 4.1): {@code code=} in a query that has a state or a grant type. */
final class OAuthCodes implements SecretFinder {

    private static final String CODE = "code=";

    @Override
    public void find(CharSequence text, Marks marks) {
        Span code = null;
        boolean authorizes = false;
        int start = 0;
        while (start < text.length()) {
            int end = parameterEnd(text, start);
            code = Chars.startsWith(text, start, CODE) ? new Span(start + CODE.length(), end) : code;
            authorizes |= Chars.startsWith(text, start, "state=") || Chars.startsWith(text, start, "grant_type=");
            if (endsQuery(Chars.at(text, end))) {
                hide(authorizes ? code : null, marks);
                code = null;
                authorizes = false;
            }
            start = end + 1;
        }
    }

    private static void hide(@Nullable Span code, Marks marks) {
        if (code != null && code.to() > code.from()) {
            marks.hide(code.from(), code.to());
        }
    }

    private static int parameterEnd(CharSequence text, int start) {
        int i = start;
        while (i < text.length() && "?&#".indexOf(text.charAt(i)) < 0 && !endsQuery(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean endsQuery(char c) {
        return c == Chars.NONE
                || Chars.isSpace(c)
                || Chars.isQuote(c)
                || Chars.isOpening(c)
                || Chars.isClosing(c)
                || c == '<'
                || c == '>';
    }
}
