package dev.recourse.retry;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The class diagram of the documentation says what the code does. */
class CallDiagramTests {

    private static final Pattern ARROW = Pattern.compile("(?m)^    (\\w+) (-->|\\.\\.\\|>) (\\w+)$");

    private static final Pattern METHOD = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)`");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.recourse.retry");

    @Test
    void arrowsOfTheDiagramAreThoseOfTheCode() throws IOException {
        List<MatchResult> arrows = ARROW.matcher(page()).results().toList();
        assertThat(arrows).hasSizeGreaterThan(20);
        assertThat(arrows)
                .extracting(MatchResult::group)
                .filteredOn(arrow -> !isOfTheCode(arrow))
                .isEmpty();
    }

    @Test
    void methodsThatTheTextNamesAreThoseOfTheCode() throws IOException {
        List<MatchResult> methods = METHOD.matcher(page()).results().toList();
        assertThat(methods).hasSizeGreaterThan(20);
        assertThat(methods)
                .allSatisfy(method -> assertThat(find(method.group(1)).getAllMethods())
                        .extracting(JavaMethod::getName)
                        .contains(method.group(2)));
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/how-a-call-goes.md"));
    }

    private static boolean isOfTheCode(String arrow) {
        Matcher matcher = ARROW.matcher(arrow);
        assertThat(matcher.matches()).isTrue();
        JavaClass from = find(matcher.group(1));
        JavaClass to = find(matcher.group(3));
        return matcher.group(2).equals("-->")
                ? uses(from, to)
                : from.getAllRawInterfaces().contains(to);
    }

    private static boolean uses(JavaClass from, JavaClass to) {
        return MAIN.stream()
                .filter(type -> type.equals(from) || type.getName().startsWith(from.getName() + "$"))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .anyMatch(dependency -> dependency.getTargetClass().equals(to));
    }

    private static JavaClass find(String name) {
        List<JavaClass> found = MAIN.stream()
                .filter(type -> type.getSimpleName().equals(name) && type.isTopLevelClass())
                .toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }
}
