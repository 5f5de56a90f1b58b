package dev.recourse.crash.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashFeedback.Consent;
import java.util.prefs.Preferences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RememberedConsentTests {

    private final Preferences root = new MemoryPreferences();

    private RememberedConsent remembered(String application) {
        return new RememberedConsent(() -> root, () -> application);
    }

    @ParameterizedTest
    @EnumSource(Consent.class)
    void choiceIsReadByTheNextProcess(Consent choice) {
        remembered("acme").write(choice);
        assertThat(remembered("acme").read()).isEqualTo(choice);
        assertThat(remembered("other").read()).isEqualTo(Consent.ASK);
    }

    @Test
    void choiceThatIsTakenBackLeavesNothing() throws Exception {
        remembered("acme").write(Consent.NEVER);
        remembered("acme").write(Consent.ASK);
        assertThat(root.node("dev/recourse/crash/acme").keys()).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "a/b//c/", "an application with a name that is longer than the preferences take, which is 80"
            })
    void choiceIsKeptWhateverTheApplicationIsCalled(String application) {
        remembered(application).write(Consent.ALWAYS);
        assertThat(remembered(application).read()).isEqualTo(Consent.ALWAYS);
    }

    @Test
    void choiceThatCannotBeReadIsToBeMade() {
        root.node("dev/recourse/crash/acme").put("consent", "perhaps");
        assertThat(remembered("acme").read()).isEqualTo(Consent.ASK);
        RememberedConsent broken = new RememberedConsent(
                () -> {
                    throw new NoClassDefFoundError("java/util/prefs/Preferences");
                },
                () -> "acme");
        broken.write(Consent.ALWAYS);
        assertThat(broken.read()).isEqualTo(Consent.ASK);
    }
}
