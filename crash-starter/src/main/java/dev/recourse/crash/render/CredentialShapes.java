package dev.recourse.crash.render;

/** Finds what names itself: private keys, JSON web tokens, and the credentials behind their scheme. */
final class CredentialShapes implements SecretFinder {

    private static final String[] SCHEMES = {
        "bearer", "basic", "digest", "negotiate", "ntlm", "apikey", "api-key", "token", "hmac", "dpop", "hawk", "gnap"
    };

    private static final int SHORTEST_JWT = 12;

    private static final int LONG_JSON = 40;

    private static final int LONGEST_KEY_HEADER = 60;

    private static final int SHORTEST_BARE = 6;

    @Override
    public void find(CharSequence text, Marks marks) {
        int i = 0;
        while (i < text.length()) {
            int end =
                    switch (text.charAt(i)) {
                        case '-' -> privateKey(text, i, marks);
                        case 'e' -> jwt(text, i, marks);
                        default -> i;
                    };
            if (end == i && Character.isLetter(text.charAt(i)) && !Chars.isWord(Chars.at(text, i - 1))) {
                end = scheme(text, i, marks);
            }
            i = Math.max(end, i + 1);
        }
    }

    private static int privateKey(CharSequence text, int start, Marks marks) {
        if (Chars.at(text, start - 1) == '-' || !Chars.startsWith(text, start, "----")) {
            return start;
        }
        int header = start;
        while (Chars.at(text, header) == '-') {
            header++;
        }
        header = Chars.skipBlanks(text, header);
        if (!Chars.startsWith(text, header, "BEGIN") || !isPrivateKeyLine(text, header)) {
            return start;
        }
        int end = header;
        while (end < text.length() && !(Chars.startsWith(text, end, "END ") && isPrivateKeyLine(text, end))) {
            end++;
        }
        end = Math.min(text.length(), end + "END ".length());
        while (end < text.length() && text.charAt(end) != '-') {
            end++;
        }
        while (Chars.at(text, end) == '-') {
            end++;
        }
        marks.hide(start, end);
        return end;
    }

    private static boolean isPrivateKeyLine(CharSequence text, int from) {
        for (int i = from; i < from + LONGEST_KEY_HEADER && Chars.at(text, i) != '-'; i++) {
            if (Chars.startsWith(text, i, "PRIVATE KEY")) {
                return true;
            }
        }
        return false;
    }

    /** Hides a token, {@code eyJ...} with its parts, and JSON in Base64 that is long enough to be one. */
    private static int jwt(CharSequence text, int start, Marks marks) {
        char before = Chars.at(text, start - 1);
        if (!Chars.startsWith(text, start, "eyJ")
                || text.charAt(start + 1) != 'y'
                || Character.isLetterOrDigit(before)) {
            return start;
        }
        int end = start;
        boolean parts = false;
        while (isBase64(Chars.at(text, end)) || Chars.at(text, end) == '.') {
            parts |= text.charAt(end) == '.' && isBase64(Chars.at(text, end + 1));
            end++;
        }
        while (text.charAt(end - 1) == '.') {
            end--;
        }
        if (end - start >= (parts ? SHORTEST_JWT : LONG_JSON)) {
            marks.hide(start, end);
        }
        return end;
    }

    private static boolean isBase64(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '+' || c == '/' || c == '=';
    }

    private static int scheme(CharSequence text, int start, Marks marks) {
        for (String scheme : SCHEMES) {
            if (Chars.startsWith(text, start, scheme)) {
                int after = start + scheme.length();
                int value = Chars.skipBlanks(text, after);
                if (Chars.at(text, value) == ':' || Chars.at(text, value) == '=') {
                    value = Chars.skipBlanks(text, value + 1);
                }
                return value == after ? start : credentials(text, value, scheme, marks);
            }
        }
        return start;
    }

    /** Hides the word behind a scheme, quoted or not, unless it is a word of a sentence or the name of a parameter. */
    private static int credentials(CharSequence text, int from, String scheme, Marks marks) {
        int start = from;
        while (Chars.isQuote(Chars.at(text, start)) || "<[({".indexOf(Chars.at(text, start)) >= 0) {
            start++;
        }
        int end = start;
        while (isBase64(Chars.at(text, end)) || ".~$!*".indexOf(Chars.at(text, end)) >= 0) {
            end++;
        }
        while (end > start && text.charAt(end - 1) == '.') {
            end--;
        }
        if (end - start < SHORTEST_BARE || isParameter(text, start) || isProse(text, start, end, scheme)) {
            return from;
        }
        marks.hide(start, end);
        return end;
    }

    private static boolean isParameter(CharSequence text, int start) {
        int end = Chars.nameEnd(text, start);
        return Chars.at(text, end) == '='
                && (Chars.isQuote(Chars.at(text, end + 1)) || Chars.isWord(Chars.at(text, end + 1)));
    }

    private static boolean isProse(CharSequence text, int start, int end, String scheme) {
        String word = Chars.text(text, start, end);
        return Plain.isPlain(word) && (!scheme.equals("bearer") || word.indexOf('.') < 0);
    }
}
