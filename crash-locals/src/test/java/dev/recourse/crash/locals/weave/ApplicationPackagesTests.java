package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationPackagesTests {

    private static final byte[] PLAIN = new byte[100];
    private static final byte[] APPLICATION =
            "...Lorg/springframework/boot/autoconfigure/SpringBootApplication;...".getBytes(StandardCharsets.UTF_8);

    @Test
    void packagesWhenGivenAreTheseAndThoseBelow() {
        ApplicationPackages packages = ApplicationPackages.of("com.acme, org.foo");

        assertThat(packages.contain("com/acme/Shop", PLAIN)).isTrue();
        assertThat(packages.contain("com/acme/till/Till", PLAIN)).isTrue();
        assertThat(packages.contain("org/foo/Foo", PLAIN)).isTrue();
        assertThat(packages.contain("com/acmelib/Shop", PLAIN)).isFalse();
        assertThat(packages.contain("org/other/Application", APPLICATION)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"com.acme.*", "com.acme.", "com.acme.**", " com/acme/ ,", ",com.acme,,"})
    void packagesWhenWrittenAsElsewhereAreTheSame(String names) {
        ApplicationPackages packages = ApplicationPackages.of(names);
        assertThat(packages.contain("com/acme/till/Till", PLAIN)).isTrue();
        assertThat(packages.contain("com/other/Till", PLAIN)).isFalse();
        assertThat(packages.contain("Till", PLAIN)).isFalse();
    }

    @Test
    void packagesWhenNotGivenAreThatOfTheMainClass() {
        ApplicationPackages packages = ApplicationPackages.ofMainClass("com.acme.Main");

        assertThat(packages.contain("com/acme/Main", PLAIN)).isTrue();
        assertThat(packages.contain("com/acme/sub/Shop", PLAIN)).isTrue();
        assertThat(packages.contain("com/other/Shop", PLAIN)).isFalse();
    }

    @Test
    void packagesWhenMainClassHasNoneAreTheUnnamedOne() {
        ApplicationPackages packages = ApplicationPackages.ofMainClass("Main");

        assertThat(packages.contain("Shop", PLAIN)).isTrue();
        assertThat(packages.contain("com/acme/Shop", PLAIN)).isFalse();
    }

    @Test
    void packagesWhenApplicationIsSeenGrowByItsPackage() {
        ApplicationPackages packages = ApplicationPackages.ofMainClass("org.gradle.Worker");

        assertThat(packages.contain("org/gradle/Worker", PLAIN)).isFalse();
        assertThat(packages.contain("com/acme/Shop", PLAIN)).isFalse();
        assertThat(packages.contain("com/acme/ShopApplication", APPLICATION)).isTrue();
        assertThat(packages.contain("com/acme/Shop", PLAIN)).isTrue();
        assertThat(packages.contain("com/other/OtherApplication", APPLICATION)).isFalse();
    }

    @Test
    void packagesNeverHaveGeneratedClassesOrTheRecorder() {
        ApplicationPackages packages = ApplicationPackages.of("com.acme,dev.recourse");

        assertThat(packages.contain("com/acme/Shop$$SpringCGLIB$$0", PLAIN)).isFalse();
        assertThat(packages.contain("com/acme/$Proxy12", PLAIN)).isFalse();
        assertThat(packages.contain("dev/recourse/crash/locals/LocalsRecorder", PLAIN))
                .isFalse();
        assertThat(packages.contain("com/acme/Shop$1", PLAIN)).isTrue();
    }

    @Test
    void packagesWhenUnknownAreNone() {
        assertThat(ApplicationPackages.ofMainClass(null).contain("com/acme/Shop", PLAIN))
                .isFalse();
    }
}
