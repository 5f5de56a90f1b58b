package dev.recourse.samples.workbench;

import dev.recourse.crash.CrashContextProvider;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.Delivery;
import dev.recourse.samples.workbench.desktop.MainWindow;
import dev.recourse.samples.workbench.desktop.Pictures;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.task.ThreadPoolTaskSchedulerCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.EnableScheduling;

/** A workbench at which somebody opens a project, uses a tool and measures what it does. */
@SpringBootApplication
@EnableScheduling
public class WorkbenchApplication {

    public static void main(String[] args) throws Exception {
        SpringApplication application = new SpringApplication(WorkbenchApplication.class);
        boolean desktop = List.of(args).contains("--desktop");
        if (desktop) {
            // else Spring Boot lets no window open
            application.setHeadless(false);
            application.setAdditionalProfiles("desktop");
        }
        ConfigurableApplicationContext context = application.run(args);
        if (desktop) {
            open(context);
        } else {
            context.getBean(Shift.class).work();
            context.close();
        }
    }

    private static void open(ConfigurableApplicationContext context) throws Exception {
        Environment environment = context.getEnvironment();
        context.getBean(Workbench.class).open("gearbox");
        context.getBean(Workbench.class).take("lathe");
        context.getBean(SerialPort.class).mean();
        MainWindow.open(
                environment.containsProperty("dark"),
                () -> context.getBean(Shift.class).deviation("shaft", 12.05),
                context.getBean(Workbench.class)::take);
        String picture = environment.getProperty("picture");
        if (picture != null) {
            Pictures.take(Path.of(picture));
        }
    }

    @Bean
    CrashContextProvider project(Workbench workbench) {
        return () -> Map.of(
                "name", workbench.project(),
                "tool", workbench.tool(),
                "server", workbench.server());
    }

    /** Stands in for a server of ours, so that there is something to agree to. */
    @Bean
    @Profile("desktop")
    CrashReportSender server() {
        return report -> {
            System.out.println("A server would have got the report " + report.id() + ": " + report.comment());
            return Delivery.DELIVERED;
        };
    }

    /** Else a scheduler that idles would keep the process alive after its main thread has died. */
    @Bean
    ThreadPoolTaskSchedulerCustomizer daemonThreads() {
        return scheduler -> scheduler.setDaemon(true);
    }
}
