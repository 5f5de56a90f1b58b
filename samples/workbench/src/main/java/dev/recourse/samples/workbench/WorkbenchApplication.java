package dev.recourse.samples.workbench;

import dev.recourse.crash.CrashContextProvider;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.task.ThreadPoolTaskSchedulerCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** A workbench at which somebody opens a project, uses a tool and measures what it does. */
@SpringBootApplication
@EnableScheduling
public class WorkbenchApplication {

    public static void main(String[] args) throws InterruptedException {
        ConfigurableApplicationContext context = SpringApplication.run(WorkbenchApplication.class, args);
        context.getBean(Shift.class).work();
        context.close();
    }

    @Bean
    CrashContextProvider project(Workbench workbench) {
        return () -> Map.of(
                "name", workbench.project(),
                "tool", workbench.tool(),
                "server", workbench.server());
    }

    /** Else a scheduler that idles would keep the process alive after its main thread has died. */
    @Bean
    ThreadPoolTaskSchedulerCustomizer daemonThreads() {
        return scheduler -> scheduler.setDaemon(true);
    }
}
