package dev.recourse.retry.durable.dbscheduler;

import dev.recourse.retry.durable.CallStore.State;
import dev.recourse.retry.durable.StoredId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.function.SingletonSupplier;

/** The database of the application's scheduler. */
public final class SchedulerDatabase {

    private final DataSource dataSource;
    private final String table;
    private final Supplier<DatabaseDriver> driver;
    private final Supplier<DatabaseClock> clock;
    private final Supplier<Boolean> commits;
    private final TransactionTemplate transaction;

    /**
     * Creates it.
     *
     * @param dataSource of the scheduler
     * @param table of the scheduler
     */
    public SchedulerDatabase(DataSource dataSource, String table) {
        this.dataSource = unwrap(dataSource);
        this.table = table;
        this.driver = SingletonSupplier.of(this::findDriver);
        this.clock = SingletonSupplier.of(() -> new DatabaseClock(this.dataSource, driver.get()));
        this.commits = SingletonSupplier.of(this::commitsByItself);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
    }

    /** Transactions know the innermost one. */
    private static DataSource unwrap(DataSource dataSource) {
        return dataSource instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null
                ? unwrap(proxy.getTargetDataSource())
                : dataSource;
    }

    DataSource dataSource() {
        return dataSource;
    }

    String table() {
        return table;
    }

    DatabaseDriver driver() {
        return driver.get();
    }

    JdbcTemplate jdbc() {
        return new JdbcTemplate(dataSource);
    }

    /** Returns the time of day by the clock of the database. */
    Instant now() {
        return clock.get().now();
    }

    /** Runs statements that are committed when it returns, whatever the connections do by themselves. */
    void inOwnTransaction(Runnable statements) {
        if (commits.get()) {
            statements.run();
        } else {
            transaction.executeWithoutResult(status -> statements.run());
        }
    }

    /**
     * Counts the instances of a task, by the beginning of their ids and their state.
     *
     * @param parked execution time of those that are not run any more
     */
    Map<String, Map<State, Long>> counts(String task, Instant parked) {
        // Some databases shift the time by their zone.
        long limit = parked.minus(Duration.ofDays(2)).toEpochMilli();
        Map<String, Map<State, Long>> counts = new HashMap<>();
        jdbc().query(
                        "select task_instance, picked, execution_time from " + table + " where task_name = ?",
                        row -> {
                            State state = row.getBoolean(2)
                                    ? State.RUNNING
                                    : row.getTimestamp(3).getTime() < limit ? State.WAITING : State.PARKED;
                            counts.computeIfAbsent(
                                            StoredId.prefixOf(row.getString(1)), absent -> new EnumMap<>(State.class))
                                    .merge(state, 1L, Long::sum);
                        },
                        task);
        return counts;
    }

    private boolean commitsByItself() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getAutoCommit();
        } catch (SQLException ex) {
            throw new IllegalStateException("No connection to the database of the scheduler", ex);
        }
    }

    private DatabaseDriver findDriver() {
        try {
            String product = JdbcUtils.commonDatabaseName(
                    JdbcUtils.extractDatabaseMetaData(dataSource, java.sql.DatabaseMetaData::getDatabaseProductName));
            return DatabaseDriver.fromProductName(product);
        } catch (MetaDataAccessException ex) {
            throw new IllegalStateException("No connection to the database of the scheduler", ex);
        }
    }
}
