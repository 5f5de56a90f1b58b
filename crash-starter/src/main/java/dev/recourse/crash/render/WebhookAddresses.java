package dev.recourse.crash.render;

import java.util.List;

/** Finds addresses whose path is a secret: who knows it may post there, or be the bot. */
final class WebhookAddresses implements SecretFinder {

    private static final String BOT = "/bot";

    /** What stands in front of the secret part. */
    private static final List<String> PATHS = List.of(
            "hooks.slack.com/",
            "/services/T",
            "/api/webhooks/",
            "/webhookb2/",
            "/webhook/",
            "/webhooks/",
            "/hooks/",
            "hooks.zapier.com/",
            "hc-ping.com/",
            "/with/key/",
            "/triggers/manual/paths/invoke/");

    @Override
    public void find(CharSequence text, Marks marks) {
        int i = 0;
        while (i < text.length()) {
            int start = isWithinAddress(text, i) ? secretStart(text, i) : -1;
            int end = start < 0 ? -1 : segmentsEnd(text, start, text.charAt(i + 1) == 'b');
            if (end > start) {
                marks.hide(start, end);
            }
            i = Math.max(i + 1, end);
        }
    }

    private static boolean isWithinAddress(CharSequence text, int i) {
        char c = text.charAt(i);
        return c == '/' || c == 'h';
    }

    private static int secretStart(CharSequence text, int i) {
        for (String path : PATHS) {
            if (Chars.startsWith(text, i, path)) {
                int start = i + path.length() - (path.endsWith("T") ? 1 : 0);
                return isSecretPart(text, start) ? start : -1;
            }
        }
        return Chars.startsWith(text, i, BOT) && isBotToken(text, i + BOT.length()) ? i + BOT.length() : -1;
    }

    /** Returns whether a segment that follows is no plain word: an id or a key. */
    private static boolean isSecretPart(CharSequence text, int start) {
        int end = segmentsEnd(text, start, false);
        boolean digit = false;
        for (int i = start; i < end; i++) {
            digit |= Character.isDigit(text.charAt(i));
        }
        return digit || end - start >= 20;
    }

    private static boolean isBotToken(CharSequence text, int from) {
        int i = from;
        while (Character.isDigit(Chars.at(text, i))) {
            i++;
        }
        return i - from >= 6 && (Chars.at(text, i) == ':' || Chars.startsWith(text, i, "%3A"));
    }

    private static int segmentsEnd(CharSequence text, int from, boolean one) {
        int i = from;
        while (isOfPath(Chars.at(text, i)) && !(one && text.charAt(i) == '/')) {
            i++;
        }
        return i;
    }

    private static boolean isOfPath(char c) {
        return Character.isLetterOrDigit(c) || "-_.~%:@/+=!$*".indexOf(c) >= 0;
    }
}
