package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

class LocalsBuildStepTests {

    private static final String SOURCE =
            "package com.acme;\npublic class Shop { int size(String s) { return s.length(); } }";
    private static final FileTime YESTERDAY = FileTime.fromMillis(1_700_000_000_000L);

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void directoryIsWovenInPlace() throws IOException {
        Path shop = write("com/acme/Shop.class", Compiled.of(SOURCE).get("com.acme.Shop"));
        byte[] before = Files.readAllBytes(shop);

        assertThat(run(directory.toString())).isZero();

        assertThat(Files.readAllBytes(shop))
                .isEqualTo(new Weaver().weave(before).bytes())
                .isNotEqualTo(before);
        assertThat(Files.getLastModifiedTime(shop)).isEqualTo(YESTERDAY);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("1 class woven");
        try (Stream<Path> files = Files.list(shop.getParent())) {
            assertThat(files).containsExactly(shop);
        }
    }

    @Test
    void directoryWhenWovenTwiceIsTheSame() throws IOException {
        Path shop = write("com/acme/Shop.class", Compiled.of(SOURCE).get("com.acme.Shop"));
        assertThat(run(directory.toString())).isZero();
        byte[] once = Files.readAllBytes(shop);

        assertThat(run(directory.toString())).isZero();

        assertThat(Files.readAllBytes(shop)).isEqualTo(once);
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("1 class woven" + System.lineSeparator());
    }

    @Test
    void summaryTellsWhatWasLeftAlone() throws IOException {
        write("com/acme/Shop.class", Compiled.of(SOURCE).get("com.acme.Shop"));
        Map<String, byte[]> bare = Compiled.with(List.of("-g:none"), SOURCE.replace("Shop", "Bare"));
        Path left = write("com/acme/Bare.class", bare.get("com.acme.Bare"));
        write("com/acme/Broken.class", new byte[] {1, 2, 3});
        write("META-INF/versions/21/com/acme/Shop.class", Compiled.of(SOURCE).get("com.acme.Shop"));

        assertThat(run(directory.toString())).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines(
                        "1 class woven, left alone: 1 no debug data (compile with -g), 1 not of Java 7 to 25");
        assertThat(Files.readAllBytes(left)).isEqualTo(bare.get("com.acme.Bare"));
    }

    @Test
    void directoryWhenItHasMoreThanClassesIsWoven() throws IOException {
        Path shop = write("com/acme/Shop.class", Compiled.of(SOURCE).get("com.acme.Shop"));
        Path leftover = write("com/acme/Shop.class.woven", new byte[] {1});
        Files.createDirectories(directory.resolve("com/acme/folder.class"));
        byte[] before = Files.readAllBytes(shop);

        assertThat(run(directory.toString())).isZero();

        assertThat(Files.readAllBytes(shop)).isNotEqualTo(before);
        assertThat(leftover).doesNotExist();
    }

    @Test
    void exitCodeWhenADirectoryCannotHaveThatNameIsTwo() {
        assertThat(run("a\0b")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Weaving failed");
    }

    @Test
    void exitCodeWhenThereIsNothingToDoIsTwo() {
        assertThat(run()).isEqualTo(2);
        assertThat(run(directory.toString())).isEqualTo(2);
        assertThat(run(directory.resolve("absent").toString())).isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Usage").contains("absent");
    }

    @Test
    void moduleWhenItDoesNotRequireTheRecorderIsToldTo() throws IOException {
        write("com/acme/Shop.class", Compiled.of(SOURCE).get("com.acme.Shop"));
        Map<String, byte[]> module =
                Compiled.with(List.of("-g", "--release", "17"), "module acme { exports com.acme; }", SOURCE);
        write("module-info.class", module.get("module-info"));

        assertThat(run(directory.toString())).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("1 class woven");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("Module acme records nothing without the agent: "
                        + "add \"requires dev.recourse.crash.locals;\" to its module-info.java");
    }

    @Test
    void moduleWhenItRequiresTheRecorderOrCannotBeReadIsWoven() throws IOException {
        write("com/acme/Shop.class", Compiled.of(SOURCE).get("com.acme.Shop"));
        ClassWriter requiring = new ClassWriter(0);
        requiring.visit(Opcodes.V17, Opcodes.ACC_MODULE, "module-info", null, null, null);
        requiring.visitModule("acme", 0, null).visitRequire("dev.recourse.crash.locals", 0, null);
        requiring.visitEnd();
        write("module-info.class", requiring.toByteArray());
        assertThat(run(directory.toString())).isZero();
        assertThat(err.size()).isZero();

        write("module-info.class", new byte[] {1, 2, 3});
        assertThat(run(directory.toString())).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("Not read");
    }

    private int run(String... directories) {
        return LocalsBuildStep.run(
                directories,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, YESTERDAY);
        return file;
    }
}
