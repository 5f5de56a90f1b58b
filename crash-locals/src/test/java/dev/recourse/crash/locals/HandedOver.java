package dev.recourse.crash.locals;

import java.util.LinkedHashMap;
import java.util.Map;

/** The variables that a woven handler hands to the recorder. */
public final class HandedOver {

    private HandedOver() {}

    /** Returns the values as the recorder reads them; names of what is sensitive keep their mark, without a value. */
    public static Map<String, Object> of(String place, long[] numbers, Object... references) {
        return of(place, RecordingSite.parse(place, 0).values(numbers, references));
    }

    public static Map<String, Object> of(String place, Object[] values) {
        Map<String, Object> variables = new LinkedHashMap<>();
        int next = 0;
        for (Variable variable : RecordingSite.parse(place, 0).variables()) {
            Object value = variable.isHandedOver() ? values[next++] : null;
            if (variable.sensitive()) {
                variables.put("[" + variable.name(), "***");
            } else {
                variables.put(variable.name(), value);
            }
        }
        return variables;
    }
}
