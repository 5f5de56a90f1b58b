package dev.recourse.retry.durable.dbscheduler;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The clock of the database, which is the same for all nodes.
 *
 * <p>In a transaction, most databases show the time at which it began. What is asked for here is the current time.
 */
final class DatabaseClock {

    private final JdbcTemplate database;
    private final String query;

    /** Whether the time comes without a zone, and is that of UTC. */
    private final boolean zoneless;

    /** Whether the database shows in a transaction when that began, and has nothing else. */
    private final boolean standsStill;

    DatabaseClock(DataSource dataSource, DatabaseDriver driver) {
        this.database = new JdbcTemplate(dataSource);
        this.query = switch (driver) {
            case POSTGRESQL -> "select clock_timestamp()";
            case MYSQL, MARIADB -> "select utc_timestamp(6)";
            case ORACLE -> "select systimestamp from dual";
            case SQLSERVER -> "select sysdatetimeoffset()";
            case HSQLDB -> "values (current_timestamp)";
            default -> "select current_timestamp";
        };
        this.zoneless = driver == DatabaseDriver.MYSQL || driver == DatabaseDriver.MARIADB;
        this.standsStill = driver == DatabaseDriver.H2 || driver == DatabaseDriver.HSQLDB;
    }

    Instant now() {
        Instant read = database.query(query, this::read);
        Instant own = Instant.now();
        return standsStill && TransactionSynchronizationManager.isActualTransactionActive() && own.isAfter(read)
                ? own
                : read;
    }

    private Instant read(ResultSet row) throws SQLException {
        row.next();
        return zoneless
                ? row.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC)
                : row.getObject(1, OffsetDateTime.class).toInstant();
    }
}
