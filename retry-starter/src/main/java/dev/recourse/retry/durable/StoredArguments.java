package dev.recourse.retry.durable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the arguments of a call as JSON texts, and reads them again.
 *
 * <p>Their types are those that the method declares. None is ever taken from the text, in which somebody may have written
 * another.
 */
final class StoredArguments {

    private final JsonMapper mapper;

    /** Keeps all digits of a number, whatever type it is read as afterwards. */
    private final ObjectReader trees;

    StoredArguments(JsonMapper mapper) {
        this.mapper = mapper;
        this.trees = mapper.reader()
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
    }

    JsonNode tree(String text) {
        return trees.readTree(text);
    }

    /**
     * Writes the arguments of a call.
     *
     * @throws UnstorableCallException if one would not come back as it is
     */
    List<String> write(StoredMethod method, @Nullable Object[] arguments) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            texts.add(write(method, i, arguments[i]));
        }
        return texts;
    }

    private String write(StoredMethod method, int index, @Nullable Object argument) {
        JavaType type = mapper.constructType(method.parameters().get(index));
        String text;
        Object copy;
        boolean same;
        try {
            text = mapper.writerFor(type).writeValueAsString(argument);
            copy = mapper.readerFor(type).readValue(text);
            same = tree(text).equals(tree(mapper.writerFor(type).writeValueAsString(copy)));
        } catch (RuntimeException | StackOverflowError ex) {
            throw new UnstorableCallException(place(method, index) + " cannot be written as JSON and read again", ex);
        }
        if (!same || !hasSameType(argument, copy)) {
            throw new UnstorableCallException(
                    place(method, index) + ", of type "
                            + (argument == null ? "null" : ClassUtils.getQualifiedName(argument.getClass()))
                            + ", does not come back from JSON as it was written",
                    null);
        }
        return text;
    }

    private static String place(StoredMethod method, int index) {
        return "Argument " + (index + 1) + " of " + method.label();
    }

    /** Of a type that JSON does not know, an instance of a subclass would come back as one of the declared class. */
    private static boolean hasSameType(@Nullable Object argument, @Nullable Object copy) {
        return argument == null
                || copy == null
                || argument instanceof Iterable<?>
                || argument instanceof Map<?, ?>
                || argument.getClass() == copy.getClass();
    }

    /**
     * Reads the arguments of a call.
     *
     * @throws UnreadableCallException if they are not those of the method any more
     */
    @Nullable
    Object[] read(StoredMethod method, StoredCall call) {
        List<String> texts = call.arguments();
        if (texts.size() != method.parameters().size()) {
            throw new UnreadableCallException("The method has "
                    + method.parameters().size() + " parameters, and the call " + texts.size() + " arguments");
        }
        @Nullable Object[] arguments = new Object[texts.size()];
        for (int i = 0; i < arguments.length; i++) {
            JavaType type = mapper.constructType(method.parameters().get(i));
            try {
                arguments[i] = mapper.readerFor(type).readValue(texts.get(i));
            } catch (RuntimeException | StackOverflowError ex) {
                // Its message may quote the argument.
                throw new UnreadableCallException("Argument " + (i + 1) + " is no " + type.toCanonical() + " any more");
            }
            if (arguments[i] == null && type.isPrimitive()) {
                throw new UnreadableCallException("Argument " + (i + 1) + " is missing");
            }
        }
        return arguments;
    }
}
