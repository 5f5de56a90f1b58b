package dev.recourse.crash.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.CrashReporter;
import dev.recourse.crash.Delivery;
import dev.recourse.crash.show.Browser;
import dev.recourse.crash.store.ReportDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashReportsEndpointTests {

    private static final AtomicReference<Delivery> ANSWER = new AtomicReference<>(Delivery.LATER);

    private final HttpClient http = HttpClient.newHttpClient();

    private ConfigurableApplicationContext context;

    private String id;

    @BeforeAll
    void start(@TempDir Path directory) {
        context = run(directory);
    }

    private static ConfigurableApplicationContext run(Path directory, String... properties) {
        return new SpringApplicationBuilder(Application.class)
                .properties(
                        "server.port=0",
                        "spring.main.banner-mode=off",
                        "management.endpoints.web.exposure.include=*",
                        "recourse.crash.same-crash-interval=0s",
                        "recourse.crash.directory=" + directory)
                .properties(properties)
                .run();
    }

    @BeforeEach
    void report() {
        ANSWER.set(Delivery.LATER);
        id = context.getBean(CrashReporter.class).report(new IllegalStateException("boom, password=hunter2"));
    }

    @AfterAll
    void close() {
        context.close();
    }

    private String port() {
        return context.getEnvironment().getRequiredProperty("local.server.port");
    }

    private HttpResponse<String> call(String method, String path) throws IOException, InterruptedException {
        return call(method, path, "*/*");
    }

    private HttpResponse<String> call(String method, String path, String accept)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port() + "/actuator/crashreports" + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Accept", accept)
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ask", "refused"})
    void postWithoutConsentSendsNothing(String consent, @TempDir Path directory) throws Exception {
        ANSWER.set(Delivery.DELIVERED);
        try (ConfigurableApplicationContext without =
                run(directory, "recourse.crash.consent=" + consent, "spring.application.name=" + UUID.randomUUID())) {
            String kept = without.getBean(CrashReporter.class).report(new IllegalStateException("boom"));
            CrashReportsEndpoint endpoint = without.getBean(CrashReportsEndpoint.class);
            endpoint.send(kept);
            endpoint.sendAll();
            assertThat(without.getBean(ReportDirectory.class).find(kept).delivery())
                    .isEqualTo(CrashReport.DeliveryStatus.NEW);
        }
    }

    @Test
    void listHasEachReportInBrief() throws Exception {
        assertThat(call("GET", "").body())
                .startsWith("{\"reports\":[{\"id\":\"")
                .contains("\"id\":\"" + id + "\"")
                .contains("\"type\":\"java.lang.IllegalStateException\",\"message\":\"boom, password=***\"")
                .contains("\"state\":\"PENDING\"");
    }

    @Test
    void oneIsInTheFormOfItsFile() throws Exception {
        assertThat(call("GET", "/" + id).body())
                .startsWith("{\"id\":\"" + id + "\",\"version\":1,\"source\":\"manual\"")
                .contains("\"frames\":[{\"class\":\"")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    */*                                                      | application/vnd.spring-boot.actuator.v3+json
                    application/*                                            | application/json
                    application/json                                         | application/json
                    application/json, text/plain, */*                        | application/json
                    application/vnd.spring-boot.actuator.v2+json             | application/vnd.spring-boot.actuator.v2+json
                    application/vnd.spring-boot.actuator.v3+json             | application/vnd.spring-boot.actuator.v3+json
                    text/html                                                | text/html;charset=UTF-8
                    text/html,application/xhtml+xml,image/webp,*/*;q=0.8     | text/html;charset=UTF-8
                    """)
    void formIsTheOneThatIsAccepted(String accept, String type) throws Exception {
        boolean page = type.startsWith("text/html");
        for (String path : List.of("", "/" + id)) {
            HttpResponse<String> response = call("GET", path, accept);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).hasValue(type);
            assertThat(response.body())
                    .startsWith(page ? "<!DOCTYPE html>" : "{")
                    .contains(id);
        }
    }

    @Test
    void formWhenNoneIsAcceptedIsRefused() throws Exception {
        assertThat(call("GET", "/" + id, "image/png").statusCode()).isEqualTo(406);
    }

    @Test
    void pageTellsWhatHappenedAndNoSecret() throws Exception {
        Document page = Jsoup.parse(call("GET", "/" + id, "text/html").body());
        assertThat(page.select("h1").text()).isEqualTo("java.lang.IllegalStateException");
        assertThat(page.select(".message").text()).isEqualTo("boom, password=***");
        assertThat(page.html()).doesNotContain("hunter2");
    }

    @Test
    void pageHasHeadersThatKeepItInItsPlace() throws Exception {
        for (String path : List.of("", "/" + id)) {
            HttpResponse<String> response = call("GET", path, "text/html");
            String meta = Jsoup.parse(response.body())
                    .select("meta[http-equiv=Content-Security-Policy]")
                    .attr("content");
            assertThat(response.headers().firstValue("Content-Security-Policy"))
                    .hasValue(meta + "; frame-ancestors 'none'");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        }
    }

    @Test
    void listAsPageLeadsToEachReport() throws Exception {
        Document list = Jsoup.parse(call("GET", "", "text/html").body(), "http://localhost/actuator/crashreports");
        assertThat(list.select("a").eachAttr("abs:href")).contains("http://localhost/actuator/crashreports/" + id);
    }

    @Test
    void listWhenTheEndpointHasAnotherPathLeadsToEachReport(@TempDir Path directory) throws Exception {
        try (ConfigurableApplicationContext mapped =
                run(directory, "management.endpoints.web.path-mapping.crashreports=support/crashes")) {
            String report = mapped.getBean(CrashReporter.class).report(new IllegalStateException());
            String list = "http://localhost:" + mapped.getEnvironment().getRequiredProperty("local.server.port")
                    + "/actuator/support/crashes";
            HttpRequest request = HttpRequest.newBuilder(URI.create(list))
                    .header("Accept", "text/html")
                    .build();
            String body = http.send(request, BodyHandlers.ofString()).body();
            assertThat(Jsoup.parse(body, list).select("a").eachAttr("abs:href")).containsExactly(list + "/" + report);
        }
    }

    @Test
    @Tag("browser")
    void listLeadsInABrowserToThePage() throws Exception {
        try (Browser browser = Browser.start()) {
            browser.open(URI.create("http://localhost:" + port() + "/actuator/crashreports"));
            browser.one("a[href$='" + id + "']").click();
            assertThat(browser.driver().getCurrentUrl()).endsWith("/actuator/crashreports/" + id);
            assertThat(browser.one(".message").getText()).isEqualTo("boom, password=***");
            assertThat(browser.one(".tools").isDisplayed()).isTrue();
            assertThat(browser.messages()).isEmpty();
        }
    }

    @Test
    void deleteRemovesIt() throws Exception {
        assertThat(call("DELETE", "/" + id).statusCode()).isEqualTo(204);
        assertThat(call("GET", "/" + id).statusCode()).isEqualTo(404);
        assertThat(call("DELETE", "/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void postOneTriesToSendIt() throws Exception {
        ANSWER.set(Delivery.DELIVERED);
        assertThat(call("POST", "/" + id).body()).contains("\"state\":\"DELIVERED\"");
    }

    @Test
    void postListTriesToSendAll() throws Exception {
        ANSWER.set(Delivery.DELIVERED);
        assertThat(call("POST", "").body()).contains("\"state\":\"DELIVERED\"").doesNotContain("PENDING");
        assertThat(context.getBean(ReportDirectory.class).pending()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/..%2f..%2fetc%2fpasswd", "/%2e%2e", "/20261122T154200.123Z-7f3a9c1e", "/x"})
    void oneWhenThereIsNoneIsNotFound(String path) throws Exception {
        assertThat(call("GET", path).statusCode()).isIn(400, 404);
        assertThat(call("GET", path, "text/html").statusCode()).isIn(400, 404);
        assertThat(call("POST", path).statusCode()).isIn(400, 404);
        assertThat(call("DELETE", path).statusCode()).isIn(400, 404);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        CrashReportSender sender() {
            return report -> ANSWER.get();
        }
    }
}
