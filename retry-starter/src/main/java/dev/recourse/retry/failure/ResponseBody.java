package dev.recourse.retry.failure;

import dev.recourse.retry.FailedResponse;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the body of a response as JSON; Jackson is touched only where it is present. */
public final class ResponseBody {

    private static final boolean JACKSON = isPresent("tools.jackson.databind.json.JsonMapper");

    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([\\w.:-]{1,40})");

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final Pattern JSON = Pattern.compile("^\\uFEFF?[ \\t\\r\\n]*+[{\\[]");

    private ResponseBody() {}

    /**
     * Returns the body, or null if it is no JSON, too long, or cannot be read.
     *
     * <p>Servers label JSON in many ways, so the text decides: it begins with a brace or a bracket and can be parsed.
     * The headers tell the encoding (gzip, deflate) and the charset.
     *
     * @param maxBody largest body that is read, in bytes, both before and after it is decompressed
     */
    public static @Nullable JsonBody json(FailedResponse response, long maxBody) {
        byte[] received = response.body();
        if (!JACKSON || received == null || received.length == 0 || received.length > maxBody) {
            return null;
        }
        byte[] body = ContentEncoding.decode(received, response.header("Content-Encoding"), maxBody);
        if (body == null) {
            return null;
        }
        Charset charset = charset(response.header("Content-Type"));
        String text = new String(body, charset != null ? charset : unicode(body));
        return JSON.matcher(text).lookingAt()
                ? JsonBody.parse(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)
                : null;
    }

    /** Returns the bytes of a text that the client has decoded, as {@link #json} reads them. */
    static byte[] encode(String text, List<String> contentType) {
        Charset charset = charset(contentType);
        return text.getBytes(charset != null && charset.canEncode() ? charset : StandardCharsets.UTF_8);
    }

    private static @Nullable Charset charset(List<String> contentType) {
        Matcher name = CHARSET.matcher(contentType.isEmpty() ? "" : contentType.get(0));
        try {
            return name.find() ? Charset.forName(name.group(1)) : null;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException ex) {
            return null;
        }
    }

    /** Tells UTF-16 by its byte order mark, or by the zero in the first character of every JSON text. */
    private static Charset unicode(byte[] body) {
        int start = body.length < 2 ? 0 : ((body[0] & 0xFF) << 8) | (body[1] & 0xFF);
        if (start == 0xFEFF || start == 0xFFFE) {
            return StandardCharsets.UTF_16;
        }
        boolean bigEndian = start > 0 && start < 0x100;
        boolean littleEndian = start >= 0x100 && (start & 0xFF) == 0;
        return bigEndian
                ? StandardCharsets.UTF_16BE
                : littleEndian ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
    }

    private static boolean isPresent(String name) {
        try {
            Class.forName(name, false, ResponseBody.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError ex) {
            return false;
        }
    }
}
