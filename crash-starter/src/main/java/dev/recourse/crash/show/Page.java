package dev.recourse.crash.show;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.function.Consumer;

/** What all pages have: one file that asks for no other, and lets run nothing but its own script. */
public final class Page {

    private static final String STYLE = resource("page.css");

    private static final String SCRIPT = resource("page.js");

    /** The empty picture in place of an icon keeps browsers from asking for one. */
    private static final String META_POLICY = "default-src 'none'; script-src " + hash(SCRIPT) + "; style-src "
            + hash(STYLE) + "; img-src data:; base-uri 'none'; form-action 'none'";

    /** The content security policy of every page, for a response's header. */
    public static final String POLICY = META_POLICY + "; frame-ancestors 'none'";

    private Page() {}

    /** Returns a page in UTF-8. */
    static byte[] of(String title, Consumer<Html> body) {
        Html html = new Html();
        body.accept(html);
        return ("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                        + "<meta http-equiv=\"Content-Security-Policy\" content=\"" + META_POLICY + "\">\n"
                        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                        + "<meta name=\"color-scheme\" content=\"light dark\">\n"
                        + "<meta name=\"referrer\" content=\"no-referrer\">\n"
                        + "<link rel=\"icon\" href=\"data:,\">\n<title>" + Html.escaped(title) + "</title>\n<style>"
                        + STYLE + "</style>\n</head>\n<body>\n" + html + "\n<script>" + SCRIPT
                        + "</script>\n</body>\n</html>\n")
                .getBytes(UTF_8);
    }

    /** A browser counts with line feeds, whatever the file had. */
    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8).replace("\r\n", "\n");
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
