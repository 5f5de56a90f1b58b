package dev.recourse.crash.child;

import dev.recourse.crash.CrashContext;
import dev.recourse.crash.CrashContextProvider;
import dev.recourse.crash.CrashFeedback;
import dev.recourse.crash.CrashNotifier;
import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.CrashReporter;
import dev.recourse.crash.Delivery;
import dev.recourse.crash.Sensitive;
import dev.recourse.crash.store.FileOperations;
import dev.recourse.crash.store.ObservedFiles;
import java.awt.Frame;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import javax.swing.JDialog;
import javax.swing.JFrame;
import javax.swing.SwingUtilities;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** Crashes in the way that its first argument names. */
@SpringBootApplication
@EnableAsync
class ChildApplication {

    private static final List<byte[]> HELD = new ArrayList<>();

    private static final CountDownLatch ASYNC_STARTED = new CountDownLatch(1);

    private static final CountDownLatch CLOSED = new CountDownLatch(1);

    @SuppressWarnings("ThreadPriorityCheck")
    public static void main(String[] args) throws Exception {
        if (System.getProperty("child.exiting-handler") != null) {
            Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
                System.err.println("HANDLER " + thread.getName() + " " + failure);
                if (System.getProperty("child.exiting-handler").equals("throws")) {
                    throw new IllegalStateException("handler failed");
                }
                System.exit(5);
            });
        }
        if (Boolean.getBoolean("child.handler")) {
            Thread.setDefaultUncaughtExceptionHandler(
                    (thread, failure) -> System.err.println("HANDLER " + thread.getName() + " " + failure));
        }
        if (System.getProperty("child.steps") != null) {
            WindowDriver.start(System.getProperty("child.steps"));
        }
        ConfigurableApplicationContext context = run(args);
        String crash = System.getProperty("child.crash", "none");
        try {
            switch (crash) {
                case "main" -> throw new IllegalStateException("boom in main");
                case "thread" -> started("worker", () -> boom("boom in thread")).join();
                case "closed" -> {
                    context.close();
                    throw new IllegalStateException("boom after close");
                }
                case "second" -> {
                    run(args).close();
                    throw new IllegalStateException("boom beside a second context");
                }
                case "late" -> {
                    context.getBean(Asynchronous.class).failWhenClosed();
                    await(ASYNC_STARTED);
                    context.close();
                    CLOSED.countDown();
                }
                case "interrupted" -> {
                    Thread main = Thread.currentThread();
                    Thread nagging = new Thread(() -> {
                        while (true) {
                            main.interrupt();
                            Thread.onSpinWait();
                        }
                    });
                    nagging.setDaemon(true);
                    nagging.start();
                    boom("boom while interrupted");
                }
                case "locals" ->
                    started("worker", () -> measure("shaft", "CANARY1", 40)).join();
                case "future" -> {
                    FutureTask<Integer> task = new FutureTask<>(() -> measure("shaft", "CANARY1", 40));
                    started("worker", task);
                    task.get();
                }
                case "again" -> again("shaft");
                case "wrapped" -> wrapped("shaft");
                case "caught" -> {
                    for (int i = 0; i < 100_000; i++) {
                        caught(i);
                    }
                    measure("shaft", "CANARY1", 40);
                }
                case "overflow" -> started("worker", () -> overflow(0)).join();
                case "heap" -> heap();
                case "heaps" -> {
                    Thread.sleep(1000);
                    for (int i = 0; i < 4; i++) {
                        started("filler-" + i, ChildApplication::heap);
                    }
                }
                case "many" -> many(100, true);
                case "same" -> many(Integer.getInteger("child.count", 100), false);
                case "joined" -> {
                    started("worker", () -> boom("boom in thread")).join();
                    Files.createFile(Path.of(System.getProperty("child.free")));
                }
                case "logged" -> {
                    RuntimeException failure = new IllegalStateException("boom in log");
                    LoggerFactory.getLogger(ChildApplication.class).error("it failed", failure);
                    throw failure;
                }
                case "manual" -> {
                    CrashReporter reporter = context.getBean(CrashReporter.class);
                    System.out.println("ID " + reporter.report(new IllegalStateException("boom by hand")));
                    System.exit(3);
                }
                case "agree" -> {
                    String id = context.getBean(CrashReporter.class).report(new IllegalStateException("boom by hand"));
                    CrashFeedback feedback = context.getBean(CrashFeedback.class);
                    feedback.comment(id, "turning");
                    feedback.decide(id, true);
                }
                case "replaced" -> {
                    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {});
                    Thread.sleep(60_000);
                }
                case "report-throw" -> {
                    RuntimeException failure = new IllegalStateException("boom in main");
                    System.out.println(
                            "ID " + context.getBean(CrashReporter.class).report(failure));
                    throw failure;
                }
                case "report-repeat" -> {
                    for (int i = 0; i < 2; i++) {
                        RuntimeException failure = new IllegalStateException("boom in main");
                        if (i == 1) {
                            throw failure;
                        }
                        context.getBean(CrashReporter.class).report(failure);
                    }
                }
                case "exit-after" -> {
                    started("worker", () -> boom("boom in thread"));
                    Thread.sleep(Long.getLong("child.millis"));
                    System.exit(2);
                }
                case "exit-beside" -> {
                    CountDownLatch dying = new CountDownLatch(1);
                    started("worker", () -> {
                        try {
                            boom("boom in thread");
                        } finally {
                            dying.countDown();
                        }
                    });
                    await(dying);
                    if (System.getProperty("child.returns") == null) {
                        System.exit(2);
                    }
                }
                case "edt" -> {
                    SwingUtilities.invokeLater(() -> boom("boom in window"));
                    CountDownLatch free = new CountDownLatch(1);
                    SwingUtilities.invokeLater(free::countDown);
                    await(free);
                    Files.createFile(Path.of(System.getProperty("child.free")));
                    Thread.sleep(Long.getLong("child.millis"));
                    System.exit(0);
                }
                case "beside-window" -> {
                    SwingUtilities.invokeAndWait(() -> {
                        JFrame frame = new JFrame("application");
                        frame.setSize(200, 100);
                        frame.setVisible(true);
                    });
                    started("worker", () -> boom("boom in thread")).join();
                }
                case "edt-modal" ->
                    SwingUtilities.invokeLater(() -> {
                        JDialog dialog = new JDialog((Frame) null, "modal", true);
                        dialog.setSize(300, 200);
                        SwingUtilities.invokeLater(() -> boom("boom in modal dialog"));
                        dialog.setVisible(true);
                    });
                case "edt-hangs" -> {
                    SwingUtilities.invokeLater(() -> await(new CountDownLatch(1)));
                    started("worker", () -> boom("boom beside a window")).join();
                    Thread.sleep(Long.getLong("child.millis"));
                    System.exit(0);
                }
                case "javafx" -> {
                    // loaded by name: only one test has it
                    Class<?> platform = Class.forName("javafx.application.Platform");
                    platform.getMethod("startup", Runnable.class).invoke(null, (Runnable) () -> {});
                    CountDownLatch free = new CountDownLatch(1);
                    for (Runnable task : List.<Runnable>of(() -> boom("boom in JavaFX"), free::countDown)) {
                        platform.getMethod("runLater", Runnable.class).invoke(null, task);
                    }
                    await(free);
                    System.out.println("JavaFX goes on");
                    Thread.sleep(Long.getLong("child.millis", 120_000));
                    System.exit(0);
                }
                case "goes-on" -> {
                    started("worker", () -> boom(System.getProperty("child.message", "boom in thread")))
                            .join();
                    for (int i = 1; i < Integer.getInteger("child.count", 1); i++) {
                        RuntimeException other = new IllegalStateException("boom " + i);
                        other.setStackTrace(
                                new StackTraceElement[] {new StackTraceElement("a.B", "m" + i, "B.java", 1)});
                        started("worker", () -> {
                                    throw other;
                                })
                                .join();
                    }
                    Thread.sleep(Long.getLong("child.millis", 120_000));
                    if (System.getProperty("child.returns") == null) {
                        System.exit(0);
                    }
                }
                case "executor" ->
                    context.getBean("applicationTaskExecutor", TaskExecutor.class)
                            .execute(() -> boom("boom in executor"));
                case "async" -> context.getBean(Asynchronous.class).fail();
                case "reactor" -> drop();
                case "canary" -> pay("ada", "CANARY31");
                case "sleep" -> Thread.sleep(Long.getLong("child.millis", 3000));
                case "sleep-long" -> Thread.sleep(120_000);
                default -> {}
            }
        } finally {
            // variables of a frame are those that the method still reads
            Reference.reachabilityFence(crash);
            Reference.reachabilityFence(args);
        }
        if (System.getProperty("child.linger") != null) {
            Thread.sleep(Long.getLong("child.linger"));
            System.exit(0);
        }
    }

    private static ConfigurableApplicationContext run(String[] args) {
        SpringApplication application = new SpringApplication(ChildApplication.class);
        application.addBootstrapRegistryInitializer(registry ->
                registry.register(FileOperations.class, InstanceSupplier.of(new ObservedFiles(Halting::done))));
        return application.run(args);
    }

    private static void boom(String message) {
        throw new IllegalStateException(message);
    }

    private static int measure(String part, @Sensitive String pin, int count) {
        String password = "CANARY2";
        long total = 1L << count;
        double mean = 0.5;
        List<Login> logins = List.of(new Login("ada", "CANARY3", "CANARY4"));
        try {
            for (int i = 0; i < count; i++) {
                if (i == 3) {
                    boom("boom at " + part);
                }
            }
            return (int) (total * mean) + pin.length() + password.length() + logins.size();
        } finally {
            HELD.clear();
        }
    }

    private static int again(String part) {
        int tries = 1;
        try {
            return measure(part, "CANARY1", 40) + tries;
        } catch (IllegalStateException ex) {
            String caught = "for the first time";
            tries += caught.length();
            throw ex;
        } finally {
            HELD.clear();
        }
    }

    private static int wrapped(String part) {
        try {
            return measure(part, "CANARY1", 40);
        } catch (IllegalStateException ex) {
            throw new IllegalArgumentException("wrapped", ex);
        } finally {
            Reference.reachabilityFence(part);
        }
    }

    private static void caught(int number) {
        try {
            boom("boom number " + number);
        } catch (IllegalStateException ex) {
            HELD.clear();
        }
    }

    private static Thread started(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.start();
        return thread;
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }

    private static void heap() {
        while (true) {
            byte[] held = new byte[1000];
            synchronized (HELD) {
                HELD.add(held);
            }
        }
    }

    private static void many(int count, boolean different) throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            threads.add(started("worker-" + i, () -> {
                await(go);
                RuntimeException failure = new IllegalStateException("boom " + number);
                failure.setStackTrace(new StackTraceElement[] {
                    new StackTraceElement("a.B", different ? "m" + number : "m", "B.java", 1)
                });
                throw failure;
            }));
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private static void drop() {
        Operators.onErrorDropped(new IllegalStateException("boom in reactor"), Context.empty());
    }

    /** Hides what is marked in variables that have no mark. */
    private static void pay(String user, @Sensitive String pin) {
        List<String> pins = new ArrayList<>();
        pins.add(pin);
        String told = "paid by " + new Login(user, "CANARY32", pin);
        try {
            pins.forEach(ChildApplication::canary);
        } finally {
            Reference.reachabilityFence(user);
            Reference.reachabilityFence(told);
        }
    }

    /** Hides secrets, all with CANARY in them, wherever an application has them by accident. */
    private static void canary(String pin) {
        LoggerFactory.getLogger(ChildApplication.class).info("connecting, password=CANARY1");
        RuntimeException cause = new IllegalArgumentException("Authorization: Bearer CANARY2.abc");
        RuntimeException failure = new IllegalStateException("GET https://bob:CANARY3@host/?token=CANARY4", cause);
        failure.addSuppressed(new IllegalStateException("Cookie: session=CANARY5; theme=dark"));
        throw failure;
    }

    @Bean
    @ConditionalOnProperty(name = "child.crash", havingValue = "canary")
    CrashContextProvider secrets() {
        return () -> Map.of(
                "headers",
                Map.of("X-Api-Key", "CANARY6", "Accept", "text/html"),
                "login",
                new Login("bob", "CANARY7", "CANARY8"),
                "text",
                "secret: CANARY9",
                "clientSecret",
                List.of("CANARY10"),
                "jwt",
                "eyJhbGciOiJub25lIn0.Q0FOQVJZ-CANARY11.x");
    }

    @Bean
    @ConditionalOnProperty(name = "child.crash", havingValue = "canary")
    CrashContextProvider failingWithSecret() {
        return () -> {
            throw new IllegalStateException("api_key=CANARY12");
        };
    }

    record Login(String user, String password, @Sensitive String pet) {}

    @Bean
    CrashContextProvider workbench() {
        return () -> Map.of("project", "engine", "password", "hunter2");
    }

    @Component
    static class Serial {

        @CrashContext("serial")
        String last() {
            return "42 mm";
        }
    }

    @Component
    static class Asynchronous {

        @Async
        public void failWhenClosed() {
            ASYNC_STARTED.countDown();
            while (CLOSED.getCount() > 0) {
                ChildApplication.await(CLOSED);
                boolean unused = Thread.interrupted();
            }
            boom("boom in async after close");
        }

        @Async
        public void fail() {
            boom("boom in async");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    @ConditionalOnProperty(name = "child.crash", havingValue = "scheduled")
    static class Scheduling {

        @Scheduled(fixedDelay = 60_000)
        void tick() {
            boom("boom in schedule");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "child.crash", havingValue = "bean")
    static class FailingBean {

        @Bean
        String failing() {
            throw new IllegalStateException(message());
        }

        private String message() {
            return "boom in bean";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "child.crash", havingValue = "runner")
    static class FailingRunner {

        @Bean
        CommandLineRunner failing() {
            return arguments -> boom("boom in runner");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "child.crash", havingValue = "replacing")
    static class ReplacingRunner {

        @Bean
        CommandLineRunner replacing() {
            return arguments -> Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {});
        }
    }

    @Component
    @ConditionalOnProperty(name = "child.crash", havingValue = "ready")
    static class FailingListener {

        @EventListener
        void ready(ApplicationReadyEvent event) {
            boom("boom when ready");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("child.receiver")
    static class Receiver {

        /** Delivers into a file, one line a report. */
        @Bean
        CrashReportSender receiver() {
            return ChildApplication::receive;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("child.exiting-notifier")
    static class ExitingNotifier {

        @Bean
        CrashNotifier exiting() {
            return notice -> System.exit(7);
        }
    }

    private static Delivery receive(CrashReport report) throws IOException {
        Halting.done("sending");
        Files.writeString(
                Path.of(System.getProperty("child.receiver")),
                report.id() + " " + report.exceptions().get(0).message() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        Halting.done("sent");
        return Delivery.valueOf(System.getProperty("child.delivery", "DELIVERED"));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("child.bad-providers")
    static class BadProviders {

        @Bean
        CrashContextProvider throwing() {
            return () -> {
                throw new IllegalStateException("provider failed");
            };
        }

        @Bean
        CrashContextProvider hanging() {
            return () -> {
                new CountDownLatch(1).await();
                return Map.of();
            };
        }

        @Bean
        CrashContextProvider recursing(ObjectProvider<CrashReporter> reporter) {
            return () -> Map.of("id", reporter.getObject().report(new IllegalStateException("recursion")));
        }

        @Bean
        CrashContextProvider large() {
            return () -> Map.of("large", "x".repeat(10_000_000));
        }

        @Bean
        CrashContextProvider overflowing() {
            return () -> Map.of("depth", overflow(0));
        }

        @Bean
        CrashContextProvider dying() {
            return () -> {
                started("provider-thread", () -> boom("boom in provider's thread"))
                        .join();
                return Map.of();
            };
        }
    }
}
