package dev.recourse.retry.settings;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.delay.Rule;
import dev.recourse.retry.event.Text;
import dev.recourse.retry.failure.Condition;
import dev.recourse.retry.settings.Settings.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Warns at the start of rules that are valid and cannot do what was meant. */
public final class FutileRules {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private FutileRules() {}

    /**
     * Warns of the rules that a level has set, and of those that its {@code max-wait} cuts off.
     *
     * @param settings with what the level changes
     * @param origin of what the level sets
     */
    public static void warn(Settings settings, SettingLevel level, Origin origin) {
        settings.delays().forEach((condition, rule) -> {
            String key = "delays." + condition;
            boolean own = settings.origin(key) == origin;
            List<String> warnings = own ? new ArrayList<>(warnings(condition, rule)) : new ArrayList<>();
            if (own || settings.origin("max-wait") == origin) {
                warnings.addAll(tooLong(rule, settings));
            }
            warnings.forEach(warning -> log.warn(level.names().apply(key) + " (" + rule + "): " + warning));
        });
    }

    private static List<String> warnings(Condition condition, Rule rule) {
        List<String> warnings = new ArrayList<>();
        if (condition instanceof Condition.Io) {
            rule.ofResponse()
                    .forEach(source ->
                            warnings.add(source + " never has an answer, for there is no response then. Remove it."));
        }
        if (!rule.alwaysAnswers()) {
            warnings.add("a call ends with its failure where no source has an answer. Add one that always has, as in '"
                    + rule + ", 30s'.");
        }
        for (String source : rule.unreachable()) {
            warnings.add(source + " is never asked, for a source before it always has an answer. Put it in front of"
                    + " that, or remove it.");
        }
        return warnings;
    }

    private static List<String> tooLong(Rule rule, Settings settings) {
        if (settings.handOff() != HandOff.NEVER) {
            return List.of();
        }
        Duration maxWait = settings.maxWait();
        boolean wait = maxWait.compareTo(settings.timeout()) <= 0;
        Duration limit = wait ? maxWait : settings.timeout();
        String name = wait ? "max-wait" : "timeout";
        return rule.longerThan(limit).stream()
                .map(source -> source + " is longer than " + name + " (" + Text.of(limit)
                        + "), so the call ends instead of waiting. Raise " + name
                        + ", shorten the delay, or set hand-off.")
                .toList();
    }
}
