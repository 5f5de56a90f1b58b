package dev.recourse.retry.durable;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.autoconfigure.RetryDurableAutoConfiguration;
import dev.recourse.retry.settings.InvalidSettingException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.annotation.PutExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import reactor.core.publisher.Mono;

/** What stops the start because a durable call could not be stored, and what is warned of. */
@ExtendWith(OutputCaptureExtension.class)
class DurableRefusalsTests {

    private final DurableApplication application = new DurableApplication();

    @ParameterizedTest
    @ValueSource(classes = {ReturnsText.class, ReturnsFuture.class, ReturnsMono.class})
    void startWhenTheMethodReturnsSomethingIsRefused(Class<?> type) {
        assertRefused(type, "@RetryOnStatus on " + type.getName() + ".call", "It returns ", "Let it return void");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                TakesStream.class,
                TakesResource.class,
                TakesUpload.class,
                TakesPublisher.class,
                TakesPrincipal.class,
                TakesFunction.class,
                TakesObject.class,
                TakesObjects.class
            })
    void startWhenAParameterDoesNotComeBackFromJsonIsRefused(Class<?> type) {
        assertRefused(type, ".call, parameter 1", "A durable call is stored with its arguments.", "Pass what JSON can");
    }

    @Test
    void startWhenATypeVariableIsResolvedByTheClassIsFine() {
        inMemory(runner -> runner.withBean(TakesTextForVariable.class)
                .run(context -> assertThat(context).hasNotFailed()));
    }

    @Test
    void startWhenATypeVariableIsNotResolvedIsRefused() {
        assertRefused(TakesVariable.class, ".call, parameter 1", "type variable", "Pass what JSON can");
    }

    @Test
    void startWhenHandOffIsNeverBesideItIsRefused() {
        inMemory(runner -> runner.withBean(Plain.class)
                .withPropertyValues("recourse.retry.hand-off=never")
                .run(context -> assertInvalid(
                        context.getStartupFailure(), ".call", "what must wait for long is stored", "Remove hand-off")));
    }

    @Test
    void startWhenTwoMethodsHaveOneNameIsRefused() {
        assertRefused(SameNames.class, "storedAs", "are stored under this name too", "names of its own");
    }

    @Test
    void startWhenTwoBeansOfAClassHaveTheMethodIsFine() {
        inMemory(runner -> runner.withBean("first", Plain.class)
                .withBean("second", Plain.class)
                .run(context -> assertThat(context).hasNotFailed()));
    }

    @Test
    void startWhenThereIsNoTableIsRefused() {
        inMemory(runner -> runner.withBean(Plain.class)
                .withPropertyValues("recourse.retry.durable-store.initialize-schema=never")
                .run(context -> assertInvalid(
                        context.getStartupFailure(),
                        ".call",
                        "The table scheduled_tasks of db-scheduler is missing",
                        "initialize-schema to always")));
    }

    @Test
    void startWhenTheTableHasAnotherNameCreatesThatOne() {
        inMemory(runner -> runner.withBean(Plain.class)
                .withPropertyValues("db-scheduler.table-name=later")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(JdbcTemplate.class)
                                    .queryForObject("select count(*) from later", Long.class))
                            .isZero();
                }));
    }

    @Test
    void startWhenThereIsNoSchedulerIsRefused() {
        inMemory(runner -> runner.withBean(Plain.class)
                .withPropertyValues("db-scheduler.enabled=false")
                .run(context ->
                        assertInvalid(context.getStartupFailure(), ".call", "Scheduler", "db-scheduler.enabled")));
    }

    @Test
    void startWhenThereIsNoDataSourceIsRefused() {
        bare().run(context -> assertInvalid(context.getStartupFailure(), ".call", "nothing to store", "a DataSource"));
    }

    @ParameterizedTest
    @CsvSource({
        "com.github.kagkarlsson, db-scheduler-spring-boot-4-starter",
        "tools.jackson.databind, tools.jackson.core:jackson-databind"
    })
    void startWhenALibraryIsAbsentIsRefusedOnlyWithDurableMethods(String absent, String remedy) {
        bare().withClassLoader(new FilteredClassLoader(absent))
                .run(context ->
                        assertInvalid(context.getStartupFailure(), ".call", "nothing to store calls in", remedy));
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(RetryAutoConfiguration.class, RetryDurableAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(absent))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void startWhenTheDatabaseIsInMemoryOrLosesCommitsOrTakeoverIsLongIsWarnedOf(
            @TempDir Path directory, CapturedOutput output) {
        inMemory(runner -> runner.withBean(Plain.class)
                .withPropertyValues("db-scheduler.heartbeat-interval=5m")
                .run(context -> assertThat(context).hasNotFailed()));
        assertThat(output)
                .contains("in a database in memory")
                .contains("taken over within 40m (db-scheduler.heartbeat-interval 5m)")
                .doesNotContain("WRITE_DELAY");
        on(
                "jdbc:h2:" + directory.resolve("lossy"),
                runner -> runner.withBean(Plain.class)
                        .run(context -> assertThat(context).hasNotFailed()));
        assertThat(output).contains(";WRITE_DELAY=0");
    }

    @Test
    void startWhenH2WritesAtOnceIsNotWarnedOf(@TempDir Path directory, CapturedOutput output) {
        on(
                "jdbc:h2:" + directory.resolve("kept") + ";WRITE_DELAY=0",
                runner -> runner.withBean(Plain.class)
                        .run(context -> assertThat(context).hasNotFailed()));
        assertThat(output).doesNotContain("WRITE_DELAY").doesNotContain("in memory");
    }

    @Test
    void startWhenAnUnsafeRequestHasNoIdempotencyKeyIsWarnedOf(CapturedOutput output) {
        inMemory(runner -> runner.withBean(Posts.class, DurableRefusalsTests::posts)
                .run(context -> assertThat(context).hasNotFailed()));
        assertThat(output)
                .contains("Posts.post is durable and sends a request that is not idempotent")
                .contains("Set idempotency-key to true for client default")
                .doesNotContain("Posts.put is durable");
    }

    @Test
    void startWhenAnUnsafeRequestHasAnIdempotencyKeyIsNotWarnedOf(CapturedOutput output) {
        inMemory(runner -> runner.withBean(Posts.class, DurableRefusalsTests::posts)
                .withPropertyValues("recourse.retry.idempotency-key=true")
                .run(context -> assertThat(context).hasNotFailed()));
        assertThat(output).doesNotContain("is durable and sends");
    }

    private static Posts posts() {
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(RestClient.create()))
                .build()
                .createClient(Posts.class);
    }

    private static ApplicationContextRunner bare() {
        return new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(RetryAutoConfiguration.class, RetryDurableAutoConfiguration.class))
                .withBean(Plain.class);
    }

    private void assertRefused(Class<?> type, String setting, String problem, String remedy) {
        inMemory(runner -> runner.withBean(type)
                .run(context -> assertInvalid(context.getStartupFailure(), setting, problem, remedy)));
    }

    private static void assertInvalid(Throwable failure, String setting, String problem, String remedy) {
        Throwable link = failure;
        while (link != null && !(link instanceof InvalidSettingException)) {
            link = link.getCause();
        }
        assertThat(link)
                .as(String.valueOf(failure))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(setting)
                .hasMessageContaining(problem.replaceFirst("[.]$", ""))
                .hasMessageContaining(remedy);
    }

    private void inMemory(Consumer<ApplicationContextRunner> test) {
        on("jdbc:h2:mem:refusals;DB_CLOSE_DELAY=-1", test);
    }

    private void on(String url, Consumer<ApplicationContextRunner> test) {
        try (HikariDataSource pool = DurableApplication.pool(url, "sa")) {
            new JdbcTemplate(pool).execute("drop table if exists scheduled_tasks");
            test.accept(application.on(() -> pool));
        }
    }

    interface Posts {

        @RetryOnStatus(durable = "true")
        @PostExchange("http://localhost/")
        void post(@RequestBody String text);

        @RetryOnStatus(durable = "true")
        @PutExchange("http://localhost/")
        void put(@RequestBody String text);
    }

    static class Plain {

        @RetryOnStatus(durable = "true")
        public void call(String text, List<Path> paths) {}
    }

    static class ReturnsText {

        @RetryOnStatus(durable = "true")
        public String call() {
            return "";
        }
    }

    static class ReturnsFuture {

        @RetryOnStatus(durable = "true")
        public CompletableFuture<Void> call() {
            return CompletableFuture.completedFuture(null);
        }
    }

    static class ReturnsMono {

        @RetryOnStatus(durable = "outbox")
        public Mono<Void> call() {
            return Mono.empty();
        }
    }

    static class TakesStream {

        @RetryOnStatus(durable = "true")
        public void call(InputStream in) {}
    }

    static class TakesResource {

        @RetryOnStatus(durable = "true")
        public void call(Resource in) {}
    }

    static class TakesUpload {

        @RetryOnStatus(durable = "true")
        public void call(MultipartFile[] in) {}
    }

    static class TakesPublisher {

        @RetryOnStatus(durable = "true")
        public void call(Mono<String> in) {}
    }

    static class TakesPrincipal {

        @RetryOnStatus(durable = "true")
        public void call(Principal in) {}
    }

    static class TakesFunction {

        @RetryOnStatus(durable = "true")
        public void call(Supplier<String> in) {}
    }

    static class TakesObject {

        @RetryOnStatus(durable = "true")
        public void call(Object in) {}
    }

    static class TakesObjects {

        @RetryOnStatus(durable = "true")
        public void call(Object[] in) {}
    }

    static class TakesVariable<T> {

        @RetryOnStatus(durable = "true")
        public void call(List<T> in) {}
    }

    static class TakesTextForVariable extends TakesVariable<String> {}

    static class SameNames {

        @RetryOnStatus(durable = "true", storedAs = "call")
        public void first() {}

        @RetryOnStatus(
                durable = "true",
                storedAs = {"second", "call"})
        public void second() {}
    }
}
