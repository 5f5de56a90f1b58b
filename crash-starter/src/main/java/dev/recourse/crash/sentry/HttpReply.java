package dev.recourse.crash.sentry;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP response.
 *
 * @param headers by name in lower case; several of a name are joined with commas (RFC 9110 section 5.3)
 */
record HttpReply(int status, Map<String, String> headers) {

    /** As much as servers take of a request; a response of Sentry's has less than one KB. */
    private static final int LONGEST_HEAD = 65_536;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");

    private static final Pattern BASIC = Pattern.compile("(?i)(?:^|,)\\s*basic(?:\\s|,|$)");

    /** Reads the head of a response and nothing behind it; interim responses (1xx) are passed over. */
    static HttpReply read(InputStream in) throws IOException {
        HttpReply reply;
        do {
            reply = parse(head(in));
        } while (reply.status < 200);
        return reply;
    }

    /** Returns the response of a connection. */
    static HttpReply of(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status < 0) {
            throw new IOException("No HTTP answer");
        }
        Map<String, String> headers = new TreeMap<>();
        for (Map.Entry<String, List<String>> header :
                connection.getHeaderFields().entrySet()) {
            if (header.getKey() != null) {
                add(headers, header.getKey(), String.join(", ", header.getValue()));
            }
        }
        return new HttpReply(status, headers);
    }

    @Nullable
    String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** Returns whether a proxy asks for a user and a password, and takes them by the Basic scheme (RFC 7617). */
    boolean asksForBasic() {
        return status == HttpURLConnection.HTTP_PROXY_AUTH
                && BASIC.matcher(headers.getOrDefault("proxy-authenticate", "")).find();
    }

    private static HttpReply parse(String head) throws IOException {
        String[] lines = head.split("\r?\n", -1);
        Matcher status = STATUS.matcher(lines[0]);
        if (!status.matches()) {
            throw new IOException("No HTTP answer");
        }
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                add(headers, lines[i].substring(0, colon), lines[i].substring(colon + 1));
            }
        }
        return new HttpReply(Integer.parseInt(status.group(1)), headers);
    }

    private static void add(Map<String, String> headers, String name, String value) {
        headers.merge(name.strip().toLowerCase(Locale.ROOT), value.strip(), (first, next) -> first + ", " + next);
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int newLines = 0;
        while (newLines < 2) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("The connection ended before the answer did");
            }
            if (head.size() == LONGEST_HEAD) {
                throw new IOException("The head of the answer is longer than " + LONGEST_HEAD + " bytes");
            }
            head.write(next);
            if (next == '\n') {
                newLines++;
            } else if (next != '\r') {
                newLines = 0;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }
}
