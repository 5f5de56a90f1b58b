package dev.recourse.configuration;

/** Says from within a properties record that a value breaks a rule. */
public class InvalidValueException extends IllegalArgumentException {

    private final String key;

    private final String rule;

    private final String remedy;

    /**
     * Creates an exception.
     *
     * @param key full name of the key
     * @param rule that the value breaks, as in {@code must be more than zero}
     * @param remedy what would be right, an imperative sentence
     */
    public InvalidValueException(String key, String rule, String remedy) {
        super(key + " " + rule);
        this.key = key;
        this.rule = rule;
        this.remedy = remedy;
    }

    /** Returns the full name of the key. */
    public String key() {
        return key;
    }

    /** Returns the rule that the value breaks. */
    public String rule() {
        return rule;
    }

    /** Returns what would be right. */
    public String remedy() {
        return remedy;
    }
}
