package dev.recourse.retry.delay;

import dev.recourse.retry.failure.Response;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides whether a response's body is read as JSON; Jackson is touched only where it is present. */
final class Body {

    private static final boolean JACKSON = isPresent("tools.jackson.databind.json.JsonMapper");

    private Body() {}

    /** Returns the body, or null if it is no JSON, too long, or cannot be read. */
    static @Nullable JsonBody json(Response response, long maxBody) {
        byte[] body = response.body();
        boolean readable = JACKSON && body.length > 0 && body.length <= maxBody;
        return readable && isJson(response.header("Content-Type"), body) ? JsonBody.parse(body) : null;
    }

    private static boolean isJson(List<String> contentType, byte[] body) {
        return contentType.isEmpty() ? startsLikeJson(body) : isJson(contentType.get(0));
    }

    private static boolean isJson(String contentType) {
        String type = contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.equals("text/json") || type.endsWith("+json");
    }

    private static boolean startsLikeJson(byte[] body) {
        for (byte b : body) {
            if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
                return b == '{' || b == '[';
            }
        }
        return false;
    }

    private static boolean isPresent(String name) {
        try {
            Class.forName(name, false, Body.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError ex) {
            return false;
        }
    }
}
