package dev.recourse.retry.settings;

/** Says which setting cannot be used, why, and what would be right. */
public final class InvalidSettingException extends IllegalArgumentException {

    private final String setting;
    private final String value;
    private final String problem;
    private final String remedy;

    /**
     * Creates the exception.
     *
     * @param setting the full name of a property, or what else names the place
     * @param value as configured
     * @param problem the rule that it breaks, a sentence
     * @param remedy what to do, an imperative sentence
     */
    public InvalidSettingException(String setting, String value, String problem, String remedy) {
        super(setting + ": '" + value + "': " + problem + " " + remedy);
        this.setting = setting;
        this.value = value;
        this.problem = problem;
        this.remedy = remedy;
    }

    public String setting() {
        return setting;
    }

    public String value() {
        return value;
    }

    public String problem() {
        return problem;
    }

    public String remedy() {
        return remedy;
    }
}
