package dev.recourse.crash;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

class ArchitectureTests {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.recourse.crash");

    @Test
    void packagesDependInOneDirection() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("api")
                .definedBy("dev.recourse.crash")
                .layer("render")
                .definedBy("dev.recourse.crash.render")
                .layer("capture")
                .definedBy("dev.recourse.crash.capture")
                .layer("store")
                .definedBy("dev.recourse.crash.store")
                .layer("send")
                .definedBy("dev.recourse.crash.send")
                .layer("show")
                .definedBy("dev.recourse.crash.show")
                .layer("hook")
                .definedBy("dev.recourse.crash.hook")
                .layer("actuate")
                .definedBy("dev.recourse.crash.actuate")
                .layer("autoconfigure")
                .definedBy("dev.recourse.crash.autoconfigure")
                .whereLayer("autoconfigure")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("actuate")
                .mayOnlyBeAccessedByLayers("autoconfigure")
                .whereLayer("hook")
                .mayOnlyBeAccessedByLayers("actuate", "autoconfigure")
                .whereLayer("show")
                .mayOnlyBeAccessedByLayers("hook", "actuate", "autoconfigure")
                .whereLayer("send")
                .mayOnlyBeAccessedByLayers("hook", "actuate", "autoconfigure")
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers("send", "show", "hook", "actuate", "autoconfigure")
                .whereLayer("capture")
                .mayOnlyBeAccessedByLayers("send", "show", "hook", "actuate", "autoconfigure")
                .whereLayer("render")
                .mayOnlyBeAccessedByLayers("capture", "send", "show", "hook", "actuate", "autoconfigure")
                .check(CLASSES);
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
