package dev.recourse.retry.durable;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.StoredCallCodec;
import dev.recourse.retry.event.RetryEventListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jobrunr.spring.autoconfigure.JobRunrAutoConfiguration;
import org.jobrunr.spring.autoconfigure.storage.JobRunrSqlStorageAutoConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.client.RestClient;

/**
 * A node in a process of its own. It reads commands from its standard input, and can stand still at a step, so that it is
 * killed there: {@code --stop-at=encode} before a row is written, {@code --stop-at=success} before a row is deleted. With
 * {@code --never-run=true}, it stores calls and leaves them to others.
 */
final class DurableNode {

    static final String READY = "READY";

    private DurableNode() {}

    public static void main(String[] args) throws IOException {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "recourse.retry.durable-store.initialize-schema=always",
                        "recourse.retry.jitter-factor=0",
                        "recourse.retry.cooldown=none",
                        "recourse.retry.max-wait=0s",
                        "recourse.retry.clients.shop.idempotency-key=true",
                        "db-scheduler.heartbeat-interval=500ms",
                        "db-scheduler.polling-interval=200ms",
                        "spring.main.banner-mode=off")
                .run(args);
        if (context.getEnvironment().getProperty("never-run", Boolean.class, false)) {
            context.getBean(Scheduler.class).pause();
        }
        say(READY);
        Orders orders = context.getBean(Orders.class);
        ExecutorService callers = Executors.newCachedThreadPool();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] command = line.split(" ", 2);
            switch (command[0]) {
                case "submit" -> callers.execute(() -> call(orders::submit, command[1]));
                case "outbox" -> callers.execute(() -> call(orders::outbox, command[1]));
                default -> {
                    context.close();
                    callers.shutdownNow();
                    say("STOPPED");
                    return;
                }
            }
        }
        // Who has started it is gone.
        Runtime.getRuntime().halt(0);
    }

    private static void call(Consumer<String> method, String id) {
        try {
            method.accept(id);
            say("RETURNED " + id);
        } catch (RuntimeException ex) {
            say("FAILED " + id + " " + ex);
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {JobRunrAutoConfiguration.class, JobRunrSqlStorageAutoConfiguration.class})
    static class Application {

        @Bean
        Orders orders(RestClient.Builder client, Environment environment) {
            String node = environment.getProperty("node", "");
            return new Orders(
                    client.defaultHeader("X-Node", node).build(), environment.getRequiredProperty("shop.url"));
        }

        @Bean
        RetryEventListener standStillAfterSuccess(Environment environment) {
            boolean stops = "success".equals(environment.getProperty("stop-at"));
            return event -> {
                if (stops && event instanceof RetryEvent.End end && end.outcome() == RetryEvent.Outcome.SUCCESS) {
                    standStill("SUCCESS");
                }
            };
        }

        @Bean
        StoredCallCodec standStillBeforeTheRow(Environment environment) {
            boolean stops = "encode".equals(environment.getProperty("stop-at"));
            return new StoredCallCodec() {

                @Override
                public String encode(String json) {
                    if (stops) {
                        standStill("ENCODE");
                    }
                    return json;
                }

                @Override
                public String decode(String stored) {
                    return stored;
                }
            };
        }

        private static void standStill(String step) {
            say(step);
            while (true) {
                LockSupport.park();
            }
        }
    }

    static class Orders {

        private final RestClient client;
        private final String url;

        Orders(RestClient client, String url) {
            this.client = client;
            this.url = url;
        }

        @RetryOnStatus(value = "shop", durable = "true")
        public void submit(String id) {
            send(id);
        }

        @RetryOnStatus(value = "shop", durable = "outbox")
        public void outbox(String id) {
            send(id);
        }

        private void send(String id) {
            client.put().uri(url + id).retrieve().toBodilessEntity();
        }
    }
}
