package dev.recourse.retry.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.time.VirtualTime;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.test.util.AopTestUtils;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Retries together with other advice, transactions of a real database among it. */
@ExtendWith(OutputCaptureExtension.class)
class TransactionTests {

    private static EmbeddedPostgres postgres;

    private final VirtualTime time = new VirtualTime();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AopAutoConfiguration.class,
                    RetryAutoConfiguration.class,
                    DataSourceTransactionManagerAutoConfiguration.class,
                    TransactionAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    CacheAutoConfiguration.class))
            .withBean(DataSource.class, () -> postgres.getPostgresDatabase())
            .withBean(VirtualTime.class, () -> time)
            .withUserConfiguration(Application.class)
            .withPropertyValues("recourse.retry.delays[java.io.IOException]=1s");

    @BeforeAll
    static void startDatabase() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void createTable() {
        JdbcTemplate database = new JdbcTemplate(postgres.getPostgresDatabase());
        database.execute("drop table if exists attempts");
        database.execute("create table attempts (number int, transaction bigint)");
    }

    @Test
    void transactionWhenAnAttemptFailsIsRolledBackAndTheNextHasItsOwn() {
        runner.withBean(Importer.class).run(context -> {
            Importer importer = context.getBean(Importer.class);
            importer.run();
            assertThat(target(importer).transactions).hasSize(3).doesNotHaveDuplicates();
            assertThat(context.getBean(JdbcTemplate.class).queryForList("select number from attempts", Integer.class))
                    .containsExactly(3);
            assertThat(time.pauses()).hasSize(2);
        });
    }

    @Test
    void waitWhenInsideATransactionOfTheCallerIsWarnedOf(CapturedOutput output) {
        runner.withBean(Importer.class).run(context -> {
            TransactionTemplate outer = context.getBean(TransactionTemplate.class);
            assertThatThrownBy(() -> outer.executeWithoutResult(status -> {
                        try {
                            context.getBean(Importer.class).run();
                        } catch (IOException ex) {
                            throw new UncheckedIOException(ex);
                        }
                    }))
                    .isInstanceOf(RuntimeException.class);
            assertThat(output).contains("Importer.run waits inside a transaction of its caller");
        });
    }

    @Test
    void cacheWhenAnAttemptFailsIsAskedAgainAndKeepsTheValue() {
        runner.withBean(Lookup.class).run(context -> {
            Lookup lookup = context.getBean(Lookup.class);
            assertThat(lookup.find("a")).isEqualTo("a after 2");
            assertThat(lookup.find("a")).isEqualTo("a after 2");
            assertThat(target(lookup).calls).isEqualTo(2);
        });
    }

    @Test
    void asyncWhenAnAttemptFailsRetriesInItsOwnThread() {
        runner.withBean(Background.class).run(context -> {
            context.getBean(Background.class).run();
            Background background = target(context.getBean(Background.class));
            assertThat(background.done.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(background.threads).hasSize(2).containsOnly(background.threads.get(0));
            assertThat(background.threads).doesNotContain(Thread.currentThread());
        });
    }

    private static <T> T target(T proxy) {
        return AopTestUtils.getTargetObject(proxy);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    @EnableAsync
    static class Application {}

    static class Importer {

        private final JdbcTemplate database;
        private final List<Long> transactions = new ArrayList<>();

        Importer(JdbcTemplate database) {
            this.database = database;
        }

        @RetryOnStatus
        @Transactional(rollbackFor = IOException.class)
        public void run() throws IOException {
            transactions.add(database.queryForObject("select txid_current()", Long.class));
            database.update("insert into attempts values (?, txid_current())", transactions.size());
            if (transactions.size() < 3) {
                throw new IOException("not yet");
            }
        }
    }

    static class Lookup {

        private int calls;

        @RetryOnStatus
        @Cacheable("lookup")
        public String find(String key) throws IOException {
            if (++calls < 2) {
                throw new IOException("not yet");
            }
            return key + " after " + calls;
        }
    }

    static class Background {

        private final List<Thread> threads = new CopyOnWriteArrayList<>();
        private final CountDownLatch done = new CountDownLatch(1);

        @Async
        @RetryOnStatus
        public void run() throws IOException {
            threads.add(Thread.currentThread());
            if (threads.size() < 2) {
                throw new IOException("not yet");
            }
            done.countDown();
        }
    }
}
