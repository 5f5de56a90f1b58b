package dev.recourse.crash;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

class ArchitectureTests {

    private static final String ROOT = "dev.recourse.crash";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("crash-locals") && !location.contains("crash/locals"))
            .importPackages(ROOT);

    /** From the top down: a package may use those on the lines below its own, and the root. */
    private static final List<Set<String>> LINES = List.of(
            Set.of("autoconfigure"),
            Set.of("actuate", "desktop", "trigger"),
            Set.of("hook"),
            Set.of("sentry", "show"),
            Set.of("send"),
            Set.of("capture", "store"),
            Set.of("trace", "context", "format"),
            Set.of("render"),
            Set.of("time"));

    @Test
    void arrowsBetweenPackagesPointDown() {
        for (int line = 0; line < LINES.size(); line++) {
            for (String name : LINES.get(line)) {
                String[] notBelow = LINES.subList(0, line + 1).stream()
                        .flatMap(Set::stream)
                        .filter(other -> !other.equals(name))
                        .map(other -> ROOT + "." + other)
                        .toArray(String[]::new);
                noClasses()
                        .that()
                        .resideInAPackage(ROOT + "." + name)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(notBelow)
                        .allowEmptyShould(true)
                        .check(CLASSES);
            }
        }
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + ".*"))
                .check(CLASSES);
    }

    @Test
    void everyPackageHasItsLine() {
        Set<String> packages = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(ROOT))
                .map(name -> name.substring(ROOT.length() + 1))
                .collect(Collectors.toSet());
        assertThat(LINES.stream().flatMap(Set::stream)).containsExactlyInAnyOrderElementsOf(packages);
    }

    @Test
    void onlyItsPackageAndItsAutoConfigurationKnowSentry() {
        noClasses()
                .that(not(resideInAPackage(ROOT + ".sentry"))
                        .and(not(new com.tngtech.archunit.base.DescribedPredicate<JavaClass>("configure Sentry") {
                            @Override
                            public boolean test(JavaClass type) {
                                return type.getName().startsWith(ROOT + ".autoconfigure.CrashSentry");
                            }
                        })))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.sentry..")
                .check(CLASSES);
    }

    /** Where there is no display, no class of AWT is to be loaded. */
    @Test
    void onlyItsPackageKnowsWindows() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".desktop")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.awt..", "javax.swing..")
                .check(CLASSES);
    }

    /** Or each new part of the format would change every place that makes a report. */
    @Test
    void onlyItsBuilderConstructsAReport() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(CrashReportBuilder.class)
                .should()
                .callConstructorWhere(JavaCall.Predicates.target(owner(type(CrashReport.class))))
                .check(new ClassFileImporter().importPackages(ROOT));
    }

    @Test
    void autoConfigurationsAreFinal() {
        classes()
                .that()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CLASSES);
    }

    @Test
    void beanMethodsAreNotPublic() {
        methods().that().areAnnotatedWith(Bean.class).should().notBePublic().check(CLASSES);
    }
}
