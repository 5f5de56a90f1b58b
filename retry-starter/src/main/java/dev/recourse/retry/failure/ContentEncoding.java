package dev.recourse.retry.failure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Undoes the {@code Content-Encoding} of a body that the client has left compressed (RFC 9110 section 8.4). */
final class ContentEncoding {

    /** Nobody compresses more often, except to attack. */
    private static final int MOST_LAYERS = 3;

    private ContentEncoding() {}

    /**
     * Returns the plain body, or null if it cannot be read, is longer than the limit or has an unknown encoding.
     *
     * <p>Many clients decompress the body and leave the header in place: what does not look compressed is taken as it is.
     *
     * @param lines values of the header, the encoding that was applied last at the end
     */
    static byte @Nullable [] decode(byte[] body, List<String> lines, long limit) {
        String[] encodings = String.join(",", lines)
                .toLowerCase(Locale.ROOT)
                .replace(" ", "")
                .split(",", MOST_LAYERS + 1);
        if (encodings.length > MOST_LAYERS) {
            return null;
        }
        byte[] decoded = body;
        for (int i = encodings.length - 1; i >= 0 && decoded != null; i--) {
            decoded = switch (encodings[i]) {
                case "gzip", "x-gzip" -> isGzip(decoded) ? inflate(GZIPInputStream::new, decoded, limit) : decoded;
                case "deflate" -> inflateDeflate(decoded, limit);
                default -> decoded;
            };
        }
        return decoded;
    }

    /** Some servers send the zlib format (RFC 1950), as they should, and some the bare one (RFC 1951). */
    private static byte @Nullable [] inflateDeflate(byte[] body, long limit) {
        if (body[0] == '{' || body[0] == '[') {
            return body;
        }
        byte[] zlib = inflate(InflaterInputStream::new, body, limit);
        return zlib != null ? zlib : inflate(in -> new InflaterInputStream(in, new Inflater(true)), body, limit);
    }

    private static boolean isGzip(byte[] body) {
        return body.length > 2 && body[0] == 0x1F && body[1] == (byte) 0x8B;
    }

    private static byte @Nullable [] inflate(Decoder decoder, byte[] body, long limit) {
        int most = (int) Math.min(limit, Integer.MAX_VALUE - 8L);
        try (InputStream in = decoder.open(new ByteArrayInputStream(body))) {
            byte[] plain = in.readNBytes(most);
            return plain.length > 0 && in.read() < 0 ? plain : null;
        } catch (IOException ex) {
            return null;
        }
    }

    /** Opens a stream that decompresses another. */
    private interface Decoder {

        InputStream open(InputStream compressed) throws IOException;
    }
}
