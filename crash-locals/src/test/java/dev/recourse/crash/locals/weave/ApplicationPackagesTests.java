package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

class ApplicationPackagesTests {

    private static final byte[] PLAIN = new byte[100];
    private static final byte[] APPLICATION = application(0);

    private static byte[] application(int access) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, access, "com/acme/Shop", null, "java/lang/Object", null);
        writer.visitAnnotation("Lorg/springframework/boot/autoconfigure/SpringBootApplication;", true);
        return writer.toByteArray();
    }

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

    /** As the pet clinic of Spring is, or an application of the Apache Foundation. */
    @Test
    void packagesMayBeBelowThoseOfLibraries() {
        ApplicationPackages clinic =
                ApplicationPackages.ofMainClass("org.springframework.boot.loader.launch.JarLauncher");
        assertThat(clinic.contain("org/springframework/samples/petclinic/Clinic", APPLICATION))
                .isTrue();
        assertThat(clinic.contain("org/springframework/samples/petclinic/owner/Owner", PLAIN))
                .isTrue();
        assertThat(clinic.contain("org/springframework/web/Some", PLAIN)).isFalse();
        assertThat(ApplicationPackages.ofMainClass("org.apache.shop.Main").contain("org/apache/shop/Till", PLAIN))
                .isTrue();
    }

    @Test
    void packagesWhenTheAnnotationIsOnlyMentionedDoNotGrow() {
        ApplicationPackages packages = ApplicationPackages.ofMainClass(null);
        byte[] mentioned =
                "...Lorg/springframework/boot/autoconfigure/SpringBootApplication;...".getBytes(StandardCharsets.UTF_8);
        assertThat(packages.contain("com/lib/Scanner", mentioned)).isFalse();
        assertThat(packages.contain(
                        "com/lib/MyApplication", application(Opcodes.ACC_ANNOTATION | Opcodes.ACC_INTERFACE)))
                .isFalse();
        assertThat(packages.contain("com/acme/ShopApplication", APPLICATION)).isTrue();
    }

    @Test
    void packagesHaveClassesThatAreNamedLikeAProxy() {
        ApplicationPackages packages = ApplicationPackages.of("com.acme");
        assertThat(packages.contain("com/acme/Shop$ProxyFactory", PLAIN)).isTrue();
        assertThat(packages.contain("com/acme/Shop$Proxy", PLAIN)).isTrue();
        assertThat(packages.contain("com/acme/$Proxy7", PLAIN)).isFalse();
    }

    @Test
    void packagesWhenUnknownAreNone() {
        assertThat(ApplicationPackages.ofMainClass(null).contain("com/acme/Shop", PLAIN))
                .isFalse();
    }
}
