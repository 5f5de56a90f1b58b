package dev.recourse.crash.sentry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

class SentryInternalsTests {

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.recourse.crash");

    @Test
    void internalTypesOfTheSdkAreKnownToTheTransportOnly() {
        noClasses()
                .that(DescribedPredicate.not(isOrIsWithin(SentryTransport.class)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.sentry.hints..", "io.sentry.transport..", "io.sentry.util..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("io\\.sentry\\.(SentryEnvelope|DataCategory|AsyncHttpTransportFactory).*")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> isOrIsWithin(Class<?> type) {
        return DescribedPredicate.describe(
                "is or is within " + type.getSimpleName(),
                candidate -> (candidate.getName() + "$").startsWith(type.getName() + "$"));
    }
}
