package dev.recourse.retry;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** Each package may use those below it, and the ones beside it that are named. */
    @Test
    void arrowsBetweenPackagesGoOneWay() {
        slices().matching("dev.recourse.retry.(*)..").should().beFreeOfCycles().check(MAIN);
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("root")
                .definedBy("dev.recourse.retry")
                .layer("failure")
                .definedBy("dev.recourse.retry.failure")
                .layer("time")
                .definedBy("dev.recourse.retry.time")
                .layer("event")
                .definedBy("dev.recourse.retry.event")
                .layer("idempotency")
                .definedBy("dev.recourse.retry.idempotency")
                .layer("delay")
                .definedBy("dev.recourse.retry.delay")
                .layer("settings")
                .definedBy("dev.recourse.retry.settings")
                .layer("client")
                .definedBy("dev.recourse.retry.client")
                .layer("decision")
                .definedBy("dev.recourse.retry.decision")
                .layer("execution")
                .definedBy("dev.recourse.retry.execution")
                .layer("springretry")
                .definedBy("dev.recourse.retry.springretry")
                .layer("aop")
                .definedBy("dev.recourse.retry.aop")
                .layer("cluster")
                .definedBy("dev.recourse.retry.cluster")
                .layer("durable")
                .definedBy("dev.recourse.retry.durable", "dev.recourse.retry.durable.dbscheduler")
                .layer("job")
                .definedBy("dev.recourse.retry.job")
                .layer("observe")
                .definedBy("dev.recourse.retry.observe")
                .layer("actuate")
                .definedBy("dev.recourse.retry.actuate")
                .layer("autoconfigure")
                .definedBy("dev.recourse.retry.autoconfigure")
                .whereLayer("root")
                .mayNotAccessAnyLayer()
                .whereLayer("failure")
                .mayOnlyAccessLayers("root")
                .whereLayer("time")
                .mayOnlyAccessLayers("root")
                .whereLayer("event")
                .mayOnlyAccessLayers("root", "failure")
                .whereLayer("idempotency")
                .mayOnlyAccessLayers("root")
                .whereLayer("delay")
                .mayOnlyAccessLayers("root", "failure")
                .whereLayer("settings")
                .mayOnlyAccessLayers("root", "failure", "event", "delay")
                .whereLayer("client")
                .mayOnlyAccessLayers("root", "failure", "time", "event", "idempotency", "settings")
                .whereLayer("decision")
                .mayOnlyAccessLayers("root", "failure", "event", "idempotency", "delay", "settings")
                .whereLayer("execution")
                .mayOnlyAccessLayers(
                        "root", "failure", "time", "event", "idempotency", "delay", "settings", "client", "decision")
                .whereLayer("springretry")
                .mayOnlyAccessLayers("root", "settings", "execution")
                .whereLayer("aop")
                .mayOnlyAccessLayers("root", "failure", "idempotency", "settings", "client", "execution", "durable")
                .whereLayer("durable")
                .mayOnlyAccessLayers("root", "failure", "time", "event", "idempotency", "settings", "client")
                .whereLayer("cluster")
                .mayOnlyAccessLayers("root", "failure", "time", "settings", "client")
                .whereLayer("job")
                .mayOnlyAccessLayers("root", "time", "execution")
                .whereLayer("observe")
                .mayOnlyAccessLayers("root", "failure", "time", "event", "settings", "execution", "durable")
                .whereLayer("actuate")
                .mayOnlyAccessLayers(
                        "root",
                        "failure",
                        "time",
                        "event",
                        "delay",
                        "settings",
                        "client",
                        "decision",
                        "execution",
                        "durable")
                .whereLayer("autoconfigure")
                .mayNotBeAccessedByAnyLayer()
                .check(MAIN);
    }

    @Test
    void onlyOnePackageKnowsSpringRetry() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.recourse.retry.springretry")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.retry..")
                .check(MAIN);
    }

    @Test
    void onlyOnePackageKnowsDbScheduler() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.recourse.retry.durable.dbscheduler", "dev.recourse.retry.autoconfigure")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.github.kagkarlsson..")
                .check(MAIN);
    }

    /** A class of an absent engine is never loaded, whichever of the others are there. */
    @ParameterizedTest
    @CsvSource({
        "Quartz, org.quartz..",
        "Kafka, org.springframework.kafka..",
        "Kafka, org.apache.kafka..",
        "Amqp, org.springframework.amqp..",
        "Amqp, com.rabbitmq..",
        "JobRunr, org.jobrunr.."
    })
    void onlyTheAdapterOfAnEngineKnowsIt(String adapter, String engine) {
        noClasses()
                .that()
                .haveNameNotMatching(".*[.$]" + adapter + "[^.]*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(engine)
                .check(MAIN);
    }

    @Test
    void decisionKnowsNoSpringNoClockAndNoThread() {
        noClasses()
                .that()
                .resideInAPackage("dev.recourse.retry.decision")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "dev.recourse.retry.time", "java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
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

    /** What is left is what the endpoint returns, or a part of what is public, or what tests build calls of. */
    @Test
    void typesThatOnlyTheirPackageUsesArePackagePrivate() {
        assertThat(topLevel()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(type -> !type.getPackageName().equals("dev.recourse.retry"))
                        .filter(type -> !type.isAnnotatedWith(AutoConfiguration.class))
                        .filter(type -> !isUsedElsewhere(type))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder(
                        "RetriesDescriptor",
                        "SettingDescriptor",
                        "WhatIfDescriptor",
                        "ParkReason",
                        "SpringRetryListeners",
                        "SpringRetryLoop");
    }

    private static boolean isUsedElsewhere(JavaClass type) {
        return MAIN.stream()
                .filter(own -> own.equals(type) || own.getName().startsWith(type.getName() + "$"))
                .flatMap(own -> own.getDirectDependenciesToSelf().stream())
                .anyMatch(dependency ->
                        !dependency.getOriginClass().getPackageName().equals(type.getPackageName()));
    }

    @Test
    void namesDifferByMoreThanAnS() {
        Set<String> names = topLevel().map(JavaClass::getSimpleName).collect(Collectors.toSet());
        assertThat(names).noneMatch(name -> names.contains(name + "s"));
    }

    private static Stream<JavaClass> topLevel() {
        return MAIN.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"));
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
