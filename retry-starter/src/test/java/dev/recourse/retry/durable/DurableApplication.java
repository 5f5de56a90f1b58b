package dev.recourse.retry.durable;

import com.github.kagkarlsson.scheduler.boot.autoconfigure.DbSchedulerAutoConfiguration;
import com.zaxxer.hikari.HikariDataSource;
import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.autoconfigure.RetryDurableAutoConfiguration;
import dev.recourse.retry.event.RetryEventListener;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;

/** An application with durable calls on a real database, in which the scheduler looks often. */
final class DurableApplication {

    private final List<RetryEvent> events = new CopyOnWriteArrayList<>();

    /** Returns a context runner of a database. */
    ApplicationContextRunner on(Supplier<DataSource> database) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AopAutoConfiguration.class,
                        JacksonAutoConfiguration.class,
                        HttpClientAutoConfiguration.class,
                        ImperativeHttpClientAutoConfiguration.class,
                        RestClientAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        TransactionAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        RetryAutoConfiguration.class,
                        RetryDurableAutoConfiguration.class,
                        DbSchedulerAutoConfiguration.class))
                .withBean(DataSource.class, database)
                .withBean(RetryEventListener.class, () -> events::add)
                .withPropertyValues(
                        "recourse.retry.durable-store.initialize-schema=always",
                        "recourse.retry.jitter-factor=0",
                        "recourse.retry.cooldown=none",
                        "recourse.retry.max-wait=0s",
                        "db-scheduler.polling-interval=10s",
                        "db-scheduler.heartbeat-interval=1s",
                        "db-scheduler.threads=4",
                        "db-scheduler.shutdown-max-wait=5s");
    }

    /** Returns what the application was told, in order. */
    List<RetryEvent> events() {
        return events;
    }

    /** Returns the events of a type. */
    <E extends RetryEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Starts an empty PostgreSQL. */
    static EmbeddedPostgres postgres() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Returns a pool of connections, as an application has one. */
    static HikariDataSource pool(String url, String user) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setMaximumPoolSize(10);
        return pool;
    }
}
