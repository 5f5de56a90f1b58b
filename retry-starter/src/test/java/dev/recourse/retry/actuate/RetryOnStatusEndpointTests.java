package dev.recourse.retry.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recourse.retry.RetryEvent.End;
import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.RetryOnStatus;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.jobrunr.spring.autoconfigure.JobRunrAutoConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.service.annotation.PostExchange;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetryOnStatusEndpointTests {

    private final HttpClient http = HttpClient.newHttpClient();

    private ConfigurableApplicationContext context;

    @BeforeAll
    void start() {
        context = new SpringApplicationBuilder(Application.class)
                .properties(
                        "server.port=0",
                        "spring.main.banner-mode=off",
                        "spring.jmx.enabled=true",
                        "spring.jmx.default-domain=retry-endpoint",
                        "management.endpoints.web.exposure.include=retryonstatus",
                        "management.endpoints.jmx.exposure.include=retryonstatus",
                        "recourse.retry.delays.5xx=7s",
                        "recourse.retry.max-wait=2m",
                        "recourse.retry.clients.github.max-retries=6",
                        "recourse.retry.clients.github.delays.429=retry_interval, server, 60s",
                        "recourse.retry.clients.github.delays.[java.io.FileNotFoundException]=never",
                        "recourse.retry.clients.jobs.hand-off=always",
                        "recourse.retry.clients.quota.max-retries=1")
                .run();
    }

    @AfterAll
    void close() {
        context.close();
    }

    @Test
    void methodsHaveTheirRulesWithTheOriginOfEach() throws Exception {
        assertThat(method("GitHub.issues(String, int)").get("delays")).isEqualTo(json("""
                        {
                          "409": {"value": "never", "origin": "annotation"},
                          "429": {"value": "retry_interval, server, 60s", "origin": "client"},
                          "5xx": {"value": "7s", "origin": "global"},
                          "java.io.FileNotFoundException": {"value": "never", "origin": "client"},
                          "timeout": {"value": "exponential(1s, 2m)", "origin": "default"}
                        }
                        """));
    }

    @Test
    void methodsHaveTheirSettingsWithTheOriginOfEach() throws Exception {
        assertThat(method("GitHub.issues(String, int)").get("settings")).isEqualTo(json("""
                        {
                          "max-retries": {"value": 2, "origin": "annotation"},
                          "max-wait": {"value": "2m", "origin": "global"}
                        }
                        """));
        assertThat(method("GitHub.events()").at("/settings/max-retries")).isEqualTo(json("""
                        {"value": 6, "origin": "client"}
                        """));
    }

    @Test
    void defaultsAreThereOnceInTheFormInWhichTheyAreConfigured() throws Exception {
        JsonNode defaults = json(get("").body()).get("defaults");
        assertThat(defaults.properties().stream().map(Object::toString))
                .contains(
                        "max-retries=3",
                        "min-delay=\"100ms\"",
                        "max-body=\"64KB\"",
                        "hand-off=\"never\"",
                        "budget.ratio=0.2",
                        "idempotency-key=false")
                .noneMatch(setting -> setting.startsWith("max-wait="));
    }

    @Test
    void settingWhenTheMethodSendsAPostIsWhatAutoMeansForIt() throws Exception {
        assertThat(method("GitHub.open()").at("/settings/idempotent")).isEqualTo(json("""
                        {"value": "false", "origin": "default"}
                        """));
    }

    @Test
    void methodsOfALazyBeanAppearOnceItIsMade() throws Exception {
        assertThat(get("").body()).doesNotContain("Late.call()");
        context.getBean(Late.class);
        assertThat(method("Late.call()").get("client").asString()).isEqualTo("default");
    }

    @Test
    void cooldownIsShownUntilItIsLifted() throws Exception {
        assertThat(catchThrowable(() -> context.getBean(GitHub.class).quota()))
                .isInstanceOf(HttpClientErrorException.class);
        JsonNode cooldown = json(get("").body()).at("/cooldowns/0");
        assertThat(cooldown.get("client").asString()).isEqualTo("quota");
        assertThat(cooldown.get("failure").asString()).isEqualTo("status 429");
        assertThat(cooldown.get("remaining").asString()).startsWith("59m");
        assertThat(cooldown.get("origin").asString()).isEqualTo("this-node");
        assertThat(cooldown.get("until").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(send("DELETE", "/quota").statusCode()).isEqualTo(204);
        assertThat(json(get("").body()).get("cooldowns")).isEmpty();
        assertThat(send("DELETE", "/quota").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/unknown").statusCode()).isEqualTo(404);
    }

    @Test
    void waitingCallsAreThoseThatHoldAThreadAndThoseThatDoNot() throws Exception {
        GitHub gitHub = context.getBean(GitHub.class);
        Thread thread = new Thread(() -> assertThatThrownBy(gitHub::slow).isInstanceOf(IllegalStateException.class));
        thread.start();
        Disposable subscription = gitHub.slowly().onErrorComplete().subscribe();
        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                json(get("").body()).at("/waiting/count").asInt())
                        .isEqualTo(2));
        JsonNode calls = json(get("").body()).at("/waiting/calls");
        assertThat(calls.findValuesAsString("call")).containsExactlyInAnyOrder("GitHub.slow", "GitHub.slowly");
        assertThat(calls.at("/0/client").asString()).isEqualTo("github");
        assertThat(calls.at("/0/attempt").asInt()).isOne();
        assertThat(Instant.parse(calls.at("/0/until").asString()))
                .isBetween(Instant.now(), Instant.now().plusSeconds(120));
        thread.interrupt();
        thread.join();
        subscription.dispose();
        assertThat(json(get("").body()).get("waiting")).isEqualTo(json("""
                {"count": 0, "calls": []}
                """));
    }

    @Test
    void budgetsAreWhatIsLeft() throws Exception {
        assertThat(json(get("").body()).get("budgets")).contains(json("""
                {"client": "quota", "retriesLeftNow": 10}
                """));
    }

    @Test
    void outcomesAreTheLastFiftyLatestFirst() throws Exception {
        RecentOutcomes outcomes = context.getBean(RecentOutcomes.class);
        for (int i = 1; i <= 60; i++) {
            outcomes.onEvent(
                    new End("github", "GitHub.call" + i, 4, Outcome.NO_TIME, new IOException("token=hunter2")));
        }
        JsonNode shown = json(get("").body()).get("outcomes");
        assertThat(shown).hasSize(50);
        assertThat(shown.at("/0/call").asString()).isEqualTo("GitHub.call60");
        assertThat(shown.at("/49/call").asString()).isEqualTo("GitHub.call11");
        assertThat(shown.at("/0/outcome").asString()).isEqualTo("no-time");
        assertThat(shown.at("/0/attempts").asInt()).isEqualTo(4);
        assertThat(shown.at("/0/failure").asString()).isEqualTo("IOException");
        assertThat(shown.toString()).doesNotContain("hunter2");
    }

    @Test
    void whatIfReadsTheHeadersAndTheBodyAsACallDoes() throws Exception {
        assertThat(json(get("/github", "status=429", "header=Retry-After: 5").body()))
                .isEqualTo(json("""
                {
                  "client": "github",
                  "condition": "429",
                  "rule": {"value": "retry_interval, server, 60s", "origin": "client"},
                  "decision": "wait",
                  "delay": "5s",
                  "explanation": "the server's Retry-After"
                }
                """));
        assertThat(get("/github", "status=429", "header=Retry-After: 5", "body={\"retry_interval\": 3}")
                        .body())
                .contains("\"delay\":\"3s\"", "the server's retry_interval");
        assertThat(get(
                                "/github",
                                "status=429",
                                "header=Date: Fri, 31 Dec 1999 23:59:00 GMT",
                                "header=Retry-After: Fri, 31 Dec 1999 23:59:59 GMT")
                        .body())
                .contains("\"delay\":\"59s\"", "the server's Retry-After");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "github  | status=503                                   | wait     | 5xx     | global  | as configured",
                "default | status=409&attempt=3                         | wait     | 409     | default | exponential(1s, 30s)",
                "default | exception=read-timeout                       | wait     | timeout | default | exponential(1s, 2m)",
                "default | exception=java.net.http.HttpTimeoutException | wait     | timeout | default | exponential(1s, 2m)",
                "github  | exception=java.io.FileNotFoundException      | end      | java.io.FileNotFoundException | client | its rule is never",
                "default | status=429&attempt=4                         | end      | 429     | default | max-retries (3) is used up",
                "default | status=409&attempt=2147483647                | end      | 409     | default | max-retries (3) is used up",
                "github  | status=429&header=X-Should-Retry: false      | end      | 429     | client  | the server's X-Should-Retry forbids it",
                "default | status=429&header=Retry-After: 300           | end      | 429     | default | '5m, the server''s Retry-After, is more than max-wait (2m)'",
                "jobs    | status=429&header=Retry-After: 300           | hand-off | 429     | default | the server's Retry-After"
            })
    void whatIfDecidesAsACallDoes(
            String client, String question, String decision, String condition, String origin, String explanation)
            throws Exception {
        JsonNode answer = json(get("/" + client, question.split("&")).body());
        assertThat(answer.get("decision").asString()).isEqualTo(decision);
        assertThat(answer.get("condition").asString()).isEqualTo(condition);
        assertThat(answer.at("/rule/origin").asString()).isEqualTo(origin);
        assertThat(answer.get("explanation").asString()).isEqualTo(explanation);
    }

    @Test
    void whatIfWhenNoRuleCoversTheFailureHasNone() throws Exception {
        assertThat(json(get("/github", "status=404").body())).isEqualTo(json("""
                {"client": "github", "decision": "end", "explanation": "no rule covers it"}
                """));
    }

    @Test
    void whatIfWhenTheClientIsUnknownNamesThoseThatAreThere() throws Exception {
        HttpResponse<String> response = get("/githb", "status=429");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response.body())).isEqualTo(json("""
                {"error": "No client 'githb' is configured; there are: default, github, jobs, quota"}
                """));
    }

    @Test
    void whatIfWhenAParameterCannotBeUsedSaysWhy() throws Exception {
        HttpResponse<String> response = get("/github", "status=4xx");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response.body())).isEqualTo(json("""
                {"error": "status (4xx) must be a number from 100 to 599"}
                """));
        assertThat(get("/github").statusCode()).isEqualTo(400);
    }

    @Test
    void operationsAreThereOverJmx() throws Exception {
        ObjectName name = new ObjectName("retry-endpoint:type=Endpoint,name=Retryonstatus");
        Object overview =
                ManagementFactory.getPlatformMBeanServer().invoke(name, "retries", new Object[0], new String[0]);
        assertThat(overview)
                .extracting("methods", InstanceOfAssertFactories.LIST)
                .isNotEmpty();
        Object answer = whatIfOverJmx(name, "429", "Retry-After: 5");
        assertThat(answer).extracting("delay").isEqualTo("5s");
        assertThatThrownBy(() -> whatIfOverJmx(name, "x", null))
                .isInstanceOf(ReflectionException.class)
                .hasMessageContaining("status (x) must be a number");
        assertThatThrownBy(() -> ManagementFactory.getPlatformMBeanServer()
                        .invoke(name, "liftCooldown", new Object[] {"jobs"}, new String[] {String.class.getName()}))
                .isInstanceOf(ReflectionException.class)
                .hasMessageContaining("Client 'jobs' has no cooldown");
    }

    private static Object whatIfOverJmx(ObjectName name, String status, Object header) throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        name,
                        "whatIf",
                        new Object[] {"github", status, header, null, null, null},
                        Stream.of(String.class, String.class, Object.class, String.class, String.class, String.class)
                                .map(Class::getName)
                                .toArray(String[]::new));
    }

    private JsonNode method(String name) throws Exception {
        for (JsonNode method : json(get("").body()).get("methods")) {
            if (method.get("method").asString().endsWith("$" + name)) {
                return method;
            }
        }
        throw new AssertionError("no method " + name);
    }

    private HttpResponse<String> get(String path, String... parameters) throws Exception {
        return send(
                "GET",
                path
                        + Stream.of(parameters)
                                .map(parameter -> parameter.split("=", 2))
                                .map(pair -> pair[0] + "=" + URLEncoder.encode(pair[1], StandardCharsets.UTF_8))
                                .collect(Collectors.joining("&", "?", "")));
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/actuator/retryonstatus" + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    static class GitHub {

        @RetryOnStatus("github")
        public String events() {
            return "[]";
        }

        @RetryOnStatus(value = "github", delays = "409: never", maxRetries = "2")
        public String issues(String repository, int page) {
            return repository + page;
        }

        @RetryOnStatus(value = "github", delays = "java.lang.IllegalStateException: 1m")
        public String slow() {
            throw new IllegalStateException();
        }

        @RetryOnStatus(value = "github", delays = "java.lang.IllegalStateException: 1m")
        public Mono<String> slowly() {
            return Mono.error(new IllegalStateException());
        }

        @PostExchange
        @RetryOnStatus("github")
        public String open() {
            return "opened";
        }

        @RetryOnStatus("quota")
        public String quota() {
            HttpHeaders headers = new HttpHeaders();
            headers.add("Retry-After", "3600");
            throw HttpClientErrorException.create(HttpStatus.TOO_MANY_REQUESTS, "", headers, new byte[0], null);
        }
    }

    static class Late {

        @RetryOnStatus
        public void call() {}
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, JobRunrAutoConfiguration.class})
    static class Application {

        @Bean
        GitHub gitHub() {
            return new GitHub();
        }

        @Bean
        @Lazy
        Late late() {
            return new Late();
        }
    }
}
