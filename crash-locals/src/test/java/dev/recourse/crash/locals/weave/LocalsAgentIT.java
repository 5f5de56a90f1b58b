package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jacoco.agent.rt.RT;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the packaged jar in JVMs of its own. */
class LocalsAgentIT {

    private static final String AGENT = System.getProperty("agent.jar");

    /** Prints the figures of weaving, and whether the code of two classes was woven. */
    private static final String MAIN = """
            package com.acme;
            public class Main {
                public static void main(String[] arguments) throws Exception {
                    try {
                        new org.other.Library().fail(arguments[0]);
                    } catch (ArithmeticException failure) {
                        System.out.println("caught " + failure.getStackTrace()[0].getMethodName());
                    }
                    Object weaving = Class.forName("dev.recourse.crash.locals.WeavingStats").getMethod("current").invoke(null);
                    System.out.println(weaving);
                }
            }
            """;

    private static final String LIBRARY = """
            package org.other;
            public class Library {
                public int fail(String text) { return text.length() / 0; }
            }
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void compile() throws IOException {
        compile(MAIN, LIBRARY);
    }

    private void compile(String... sources) throws IOException {
        write(directory, Compiled.with(List.of("-g", "--release", "17"), sources));
    }

    private static void write(Path root, Map<String, byte[]> classes) throws IOException {
        for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
            Path file = root.resolve(entry.getKey().replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, entry.getValue());
        }
    }

    @Test
    void agentWovenPackageIsThatOfTheMainClass() throws Exception {
        assertThat(run("-javaagent:" + AGENT))
                .containsExactly("caught fail", "WeavingStats[present=true, woven=1, leftAlone={}]");
    }

    @Test
    void agentWhenPackagesAreGivenWeavesThese() throws Exception {
        assertThat(run("-javaagent:" + AGENT + "=packages=com.acme,org.other"))
                .containsExactly("caught fail", "WeavingStats[present=true, woven=2, leftAlone={}]");
    }

    @Test
    void agentWhenOptionIsUnknownSaysSoAndRuns() throws Exception {
        assertThat(run("-javaagent:" + AGENT + "=package=com.acme"))
                .contains(
                        "recourse-crash-locals: unknown option (package=com.acme); known are packages=com.acme,org.foo and debugger=weave")
                .contains("caught fail");
    }

    @Test
    void agentWhenADebuggerIsAttachedWeavesNothingUnlessTold() throws Exception {
        String debugger = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0,quiet=y";
        assertThat(run(debugger, "-javaagent:" + AGENT))
                .contains("caught fail", "WeavingStats[present=true, woven=0, leftAlone={}]");
        assertThat(run(debugger, "-javaagent:" + AGENT + "=debugger=weave"))
                .contains("WeavingStats[present=true, woven=1, leftAlone={}]");
    }

    /** The overflow comes in woven code: no class is loaded while there is no room for one. */
    @Test
    void agentWhenTheStackOverflowsPrintsNothing() throws Exception {
        compile("package com.acme;\npublic class Main { static int down(int depth) { return down(depth + 1) + 1; } "
                + "public static void main(String[] a) { for (int i = 0; i < 3; i++) { "
                + "try { down(0); } catch (StackOverflowError error) { System.out.println(\"over\"); } } } }");
        assertThat(run("-javaagent:" + AGENT)).containsExactly("over", "over", "over");
    }

    @Test
    void agentWeavesAModuleThatDoesNotRequireTheRecorder() throws Exception {
        Path module = directory.resolve("module");
        write(module, Compiled.with(List.of("-g", "--release", "17"), "module acme { exports com.acme; }", MODULE));
        assertThat(java("-javaagent:" + AGENT, "--module-path", module.toString(), "-m", "acme/com.acme.Main"))
                .singleElement()
                .asString()
                .startsWith("recorded [RecordedFrame[index=0, locals={by=0}]");
    }

    private static final String MODULE = """
            package com.acme;
            import java.lang.reflect.*;
            public class Main {
                public static void main(String[] arguments) throws Exception {
                    Class<?> recorder = ClassLoader.getSystemClassLoader().loadClass("dev.recourse.crash.locals.LocalsRecorder");
                    Class<?> renderer = recorder.getClassLoader().loadClass("dev.recourse.crash.locals.LocalsRenderer");
                    Object plain = Proxy.newProxyInstance(renderer.getClassLoader(), new Class<?>[] {renderer}, (proxy, method, given) ->
                            switch (method.getName()) { case "render" -> String.valueOf(given[1]); case "isPlain" -> true; default -> 50; });
                    recorder.getMethod("renderWith", renderer).invoke(null, plain);
                    try {
                        divide(0);
                    } catch (ArithmeticException failure) {
                        System.out.println("recorded " + recorder.getMethod("recorded", Throwable.class).invoke(null, failure));
                    }
                }
                static int divide(int by) { return 1 / by; }
            }
            """;

    private static final String LOGIN =
            "package com.acme;\npublic record Login(String user, @dev.recourse.crash.Sensitive String pin) {}";

    private static final String READER = """
            package com.acme;
            import dev.recourse.crash.locals.*;
            public class Main {
                public static void main(String[] arguments) {
                    LocalsRecorder.renderWith((name, value) -> String.valueOf(value));
                    try {
                        read(new Login("ann", "s3cret"));
                    } catch (ArithmeticException failure) {
                        System.out.println(LocalsRecorder.recorded(failure).get(0).locals());
                    }
                }
                static int read(Login login) {
                    String user = login.user();
                    String given = login.pin();
                    int quotient = 1 / (user.length() - 3);
                    return quotient + given.length() + user.length();
                }
            }
            """;

    @Test
    void agentAndBuildStepHideWhatAMarkedComponentOfAnotherClassGives() throws Exception {
        compile(SensitiveVariablesTests.SENSITIVE, LOGIN, READER);
        assertThat(run("-javaagent:" + AGENT)).containsExactly("{user=ann, given=***}");
        assertThat(java("-jar", AGENT, directory.toString()))
                .singleElement()
                .asString()
                .contains("classes woven");
        assertThat(run()).containsExactly("{user=ann, given=***}");
    }

    @Test
    void buildStepWeavesForARunWithoutTheAgent() throws Exception {
        assertThat(java("-jar", AGENT, directory.toString())).containsExactly("2 classes woven");
        assertThat(run()).containsExactly("caught fail", "WeavingStats[present=false, woven=0, leftAlone={}]");
        assertThat(run("-javaagent:" + AGENT)).contains("WeavingStats[present=true, woven=1, leftAlone={}]");
    }

    @Test
    void agentWorksBeforeAndAfterAnotherOne() throws Exception {
        String other = Path.of(RT.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        String coverage = "-javaagent:" + other + "=destfile=" + directory.resolve("coverage.exec");
        String locals = "-javaagent:" + AGENT + "=packages=com.acme,org.other";

        assertThat(run(locals, coverage))
                .containsExactly("caught fail", "WeavingStats[present=true, woven=2, leftAlone={}]");
        assertThat(run(coverage, locals))
                .containsExactly("caught fail", "WeavingStats[present=true, woven=2, leftAlone={}]");
        assertThat(directory.resolve("coverage.exec")).isNotEmptyFile();
    }

    @Test
    void jarHidesItsLibrary() throws Exception {
        try (JarFile jar = new JarFile(AGENT)) {
            assertThat(jar.stream().map(ZipEntry::getName))
                    .noneMatch(name -> name.startsWith("org/"))
                    .anyMatch(name -> name.startsWith("dev/recourse/crash/locals/shaded/asm/"));
        }
    }

    private List<String> run(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-cp", directory + File.pathSeparator + AGENT, "com.acme.Main", "text"));
        return java(arguments.toArray(String[]::new));
    }

    private List<String> java(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output.lines().toList();
    }
}
