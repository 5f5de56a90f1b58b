package dev.recourse.crash.show;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recourse.crash.render.TextCut;
import java.net.URI;
import java.text.BreakIterator;
import java.util.HexFormat;
import java.util.Locale;

/**
 * An e-mail that the user sends.
 *
 * @param to one address, or several with commas between them
 * @param story what happened, and what the user was doing: cut where it is too long
 * @param rest what support needs in any case: the id, and which file to attach
 */
public record CrashMail(String to, String subject, String story, String rest) {

    /** As much as mail programs take, Outlook for one. */
    static final int LONGEST = 2000;

    private static final int LONGEST_SUBJECT = 300;

    private static final String UNRESERVED = "-._~";

    private static final String CUT = "...";

    /** Returns the mail as an address for a mail program (RFC 6068), of 2,000 characters at most. */
    public URI uri() {
        StringBuilder uri = new StringBuilder("mailto:");
        append(uri, to, UNRESERVED + "@,");
        uri.append("?subject=")
                .append(cut(subject.strip().replaceAll("\\s+", " "), LONGEST_SUBJECT))
                .append("&body=");
        String end = cut("\n\n" + rest, LONGEST - uri.length());
        uri.append(cut(story, LONGEST - uri.length() - end.length())).append(end);
        return URI.create(uri.toString());
    }

    /** Returns what stands in the mail, in full. */
    public String text() {
        return subject + "\n\n" + story + "\n\n" + rest;
    }

    /** Returns the text in the form of a URI, cut at a whole character to this length, with dots where something is missing. */
    private static String cut(String text, int length) {
        String lines = TextCut.wellFormed(text).replaceAll("\r\n|\r|\n", "\r\n");
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(lines);
        StringBuilder cut = new StringBuilder();
        int withDots = 0;
        int start = characters.first();
        for (int end = characters.next(); end != BreakIterator.DONE; end = characters.next()) {
            append(cut, lines.substring(start, end), UNRESERVED);
            if (cut.length() > length) {
                cut.setLength(withDots);
                return withDots + CUT.length() > length ? "" : cut.append(CUT).toString();
            }
            if (cut.length() + CUT.length() <= length) {
                withDots = cut.length();
            }
            start = end;
        }
        return cut.toString();
    }

    private static void append(StringBuilder uri, String text, String plain) {
        for (byte each : text.getBytes(UTF_8)) {
            char c = (char) each;
            if (c < 128 && (Character.isLetterOrDigit(c) || plain.indexOf(c) >= 0)) {
                uri.append(c);
            } else {
                uri.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
            }
        }
    }
}
