package dev.recourse.samples.quota;

import dev.recourse.samples.quota.api.ApiServer;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.service.registry.ImportHttpServices;

/** A client of an API that has a quota. */
@SpringBootApplication
@ImportHttpServices(group = "tracking", types = TrackingApi.class)
public class QuotaClientApplication {

    public static void main(String[] args) {
        System.exit(run(Duration.ofSeconds(3), args));
    }

    /**
     * Runs the application, and the API server beside it.
     *
     * @param pause how long the server refuses calls that are over the quota
     * @return the exit code
     */
    static int run(Duration pause, String... args) {
        try (ApiServer server = new ApiServer(pause)) {
            ConfigurableApplicationContext application = new SpringApplicationBuilder(QuotaClientApplication.class)
                    .properties("api.url=" + server.url())
                    .run(args);
            return SpringApplication.exit(application);
        }
    }
}
