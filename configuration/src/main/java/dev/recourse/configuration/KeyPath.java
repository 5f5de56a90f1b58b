package dev.recourse.configuration;

import dev.recourse.configuration.KnownKeys.Kind;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * The elements of a name behind the prefix.
 *
 * @param joined whether a dash may have become the end of an element, as in {@code MAX_RETRIES}
 */
record KeyPath(List<String> elements, boolean joined) {

    static KeyPath of(ConfigurationPropertyName name, int start, boolean joined) {
        List<String> elements = new ArrayList<>();
        for (int i = start; i < name.getNumberOfElements(); i++) {
            elements.add(name.getElement(i, Form.ORIGINAL));
        }
        return new KeyPath(elements, joined);
    }

    int size() {
        return elements.size();
    }

    String element(int index) {
        return elements.get(index);
    }

    String above(int end) {
        return between(0, end);
    }

    /** Returns the full name of what stands above an element. */
    String below(String prefix, int end) {
        return end == 0 ? prefix : prefix + '.' + above(end);
    }

    String from(int start) {
        return between(start, size());
    }

    String between(int start, int end) {
        return String.join(".", elements.subList(start, end));
    }

    /** Returns where the next key of a place ends: usually one element on. */
    int next(KnownKeys place, int at) {
        for (int end = at + 1; joined && place.kind() == Kind.GROUP && end <= size(); end++) {
            if (place.below(between(at, end)).isPresent()) {
                return end;
            }
        }
        return at + 1;
    }
}
