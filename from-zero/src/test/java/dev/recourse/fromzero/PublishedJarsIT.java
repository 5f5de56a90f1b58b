package dev.recourse.fromzero;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks into what is published: the jars, and the POMs beside them. */
class PublishedJarsIT {

    private static final Path ROOT = Path.of("..");

    @ParameterizedTest
    @ValueSource(strings = {"configuration", "retry-starter", "retry-test", "crash-locals", "crash-starter"})
    void jarHasItsLicenceAndModuleNameAndClassesOfThisProjectAlone(String module) throws IOException {
        try (JarFile jar = new JarFile(jar(module))) {
            assertThat(text(jar, "META-INF/LICENSE")).isEqualTo(Files.readString(ROOT.resolve("LICENSE")));
            assertThat(text(jar, "META-INF/NOTICE")).isEqualTo(Files.readString(ROOT.resolve("NOTICE")));
            assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
                    .startsWith("dev.recourse.");
            assertThat(classes(jar)).allMatch(name -> name.startsWith("dev/recourse/"));
        }
    }

    @Test
    void jarWithAsmHasTheLicenceOfAsm() throws IOException {
        try (JarFile jar = new JarFile(jar("crash-locals"))) {
            assertThat(classes(jar)).anyMatch(name -> name.startsWith("dev/recourse/crash/locals/shaded/asm/"));
            assertThat(text(jar, "META-INF/LICENSE-asm"))
                    .contains("INRIA, France Telecom")
                    .contains("Redistributions in binary form must reproduce the above copyright");
            assertThat(text(jar, "META-INF/NOTICE")).contains("META-INF/LICENSE-asm");
        }
    }

    /** What a central repository asks for; nothing of it may be Spring Boot's, whose POM is the parent. */
    @ParameterizedTest
    @ValueSource(strings = {"bom", "configuration", "retry-starter", "retry-test", "crash-locals", "crash-starter"})
    void pomSaysWhatItIsAndWhose(String module) throws IOException {
        assertThat(Files.readString(ROOT.resolve(module).resolve(".flattened-pom.xml")))
                .contains(
                        "<name>Recourse ", "<description>", "<url>https://", "<name>Apache License, Version 2.0</name>")
                .contains("<name>The Recourse maintainers</name>")
                .containsPattern("<scm[^>]*>\\s*<connection>scm:git:https://[^$]+\\.git</connection>")
                .doesNotContain("<parent>", "${home}", "spring-projects", "VMware");
    }

    private static String jar(String module) throws IOException {
        Path target = ROOT.resolve(module).resolve("target");
        try (var files = Files.list(target)) {
            return files.map(Path::toString)
                    .filter(name -> name.matches(".*/recourse-[\\w-]+-\\d[\\d.]*(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<String> classes(JarFile jar) {
        return jar.stream()
                .map(JarEntry::getName)
                .filter(name -> name.endsWith(".class"))
                .toList();
    }

    private static String text(JarFile jar, String name) throws IOException {
        JarEntry entry = jar.getJarEntry(name);
        assertThat(entry).as(name).isNotNull();
        return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }
}
