package dev.recourse.benchmarks.crash;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.Delivery;
import java.lang.Thread.UncaughtExceptionHandler;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Starts, crashes if it is told to, and prints its figures. */
@Configuration(proxyBeanMethods = false)
// A database is on the class path for durable calls alone.
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
public class CrashingApplication {

    /** In which the application gets ready for a crash, in the background. */
    private static final long IDLE = 2000;

    private static volatile long crashed;

    public static void main(String[] args) throws InterruptedException {
        ConfigurableApplicationContext context = SpringApplication.run(CrashingApplication.class, args);
        long started = ManagementFactory.getRuntimeMXBean().getUptime();
        long cpuTime = ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toMillis)
                .orElse(0L);
        Thread.sleep(IDLE);
        if (context.getEnvironment().getRequiredProperty("crash", Boolean.class)) {
            crash();
        } else {
            System.gc();
            print("start", started);
            print("cpu", cpuTime);
            print("threads", ManagementFactory.getThreadMXBean().getThreadCount());
            print(
                    "heap",
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024);
        }
        System.exit(0);
    }

    /** Does what the virtual machine does with a thread that dies; its caller measures how long the process takes to end. */
    private static void crash() {
        UncaughtExceptionHandler handler = Objects.requireNonNull(Thread.getDefaultUncaughtExceptionHandler());
        Throwable failure = new IllegalStateException("broken", new IllegalArgumentException("cause"));
        crashed = System.nanoTime();
        print("crashed", System.currentTimeMillis());
        handler.uncaughtException(Thread.currentThread(), failure);
        print("held", millisSinceCrash());
    }

    private static long millisSinceCrash() {
        return (System.nanoTime() - crashed) / 1_000_000;
    }

    private static void print(String figure, long value) {
        System.out.println(figure + "=" + value);
    }

    @Bean
    @Order(0)
    CrashReportSender storedBeforeItIsSent() {
        return CrashingApplication::stored;
    }

    private static Delivery stored(CrashReport report) {
        print("stored", millisSinceCrash());
        return Delivery.DELIVERED;
    }
}
