package dev.recourse.retry;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.annotation.Bean;

/** The habits of this code that a test can hold. */
class ArchitectureTests {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.recourse.retry");

    @Test
    void arrowsBetweenPackagesGoOneWay() {
        slices().matching("dev.recourse.retry.(*)..").should().beFreeOfCycles().check(MAIN);
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("api")
                .definedBy("dev.recourse.retry")
                .layer("failure")
                .definedBy("dev.recourse.retry.failure")
                .layer("delay")
                .definedBy("dev.recourse.retry.delay")
                .layer("engine")
                .definedBy("dev.recourse.retry.engine")
                .layer("aop")
                .definedBy("dev.recourse.retry.aop")
                .layer("observe")
                .definedBy("dev.recourse.retry.observe")
                .layer("autoconfigure")
                .definedBy("dev.recourse.retry.autoconfigure")
                .whereLayer("api")
                .mayNotAccessAnyLayer()
                .whereLayer("failure")
                .mayNotAccessAnyLayer()
                .whereLayer("delay")
                .mayOnlyAccessLayers("failure")
                .whereLayer("engine")
                .mayOnlyAccessLayers("api", "failure", "delay")
                .whereLayer("aop")
                .mayOnlyAccessLayers("api", "engine")
                .whereLayer("observe")
                .mayOnlyAccessLayers("api", "engine")
                .whereLayer("autoconfigure")
                .mayOnlyAccessLayers("api", "engine", "aop", "observe")
                .check(MAIN);
    }

    @Test
    void delayDoesNotKnowSpring() {
        noClasses()
                .that()
                .resideInAPackage("dev.recourse.retry.delay")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(MAIN);
    }

    @Test
    void autoConfigurationsArePublicAndFinalWithoutPublicMembers() {
        classes()
                .that()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .bePublic()
                .andShould()
                .haveModifier(JavaModifier.FINAL)
                .check(MAIN);
        methods().that().areAnnotatedWith(Bean.class).should().notBePublic().check(MAIN);
    }

    @Test
    void beansThatProcessOthersAreMadeByStaticMethods() {
        methods()
                .that()
                .areAnnotatedWith(Bean.class)
                .and()
                .haveRawReturnType(assignableTo(BeanPostProcessor.class))
                .should()
                .beStatic()
                .check(MAIN);
    }

    @Test
    void keysAndAnalyzersAreNoApi() {
        classes()
                .that()
                .areAnnotatedWith(ConfigurationProperties.class)
                .or()
                .areAssignableTo(FailureAnalyzer.class)
                .should()
                .bePackagePrivate()
                .check(MAIN);
    }

    @Test
    void nothingPrints() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(MAIN);
    }
}
