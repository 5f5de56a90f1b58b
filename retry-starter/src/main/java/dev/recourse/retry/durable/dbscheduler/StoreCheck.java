package dev.recourse.retry.durable.dbscheduler;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerProperties;
import dev.recourse.retry.durable.StoredMethodRegistry;
import dev.recourse.retry.event.Text;
import dev.recourse.retry.settings.InvalidSettingException;
import java.time.Duration;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.dao.DataAccessException;

/** Refuses a start at which no call could be stored, and warns of what would lose or delay one. */
public final class StoreCheck implements SmartInitializingSingleton {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private static final Duration LONG_TAKEOVER = Duration.ofMinutes(5);

    private final StoredMethodRegistry methods;
    private final SchedulerDatabase database;
    private final ObjectProvider<Scheduler> scheduler;
    private final ObjectProvider<DbSchedulerProperties> properties;

    public StoreCheck(
            StoredMethodRegistry methods,
            SchedulerDatabase database,
            ObjectProvider<Scheduler> scheduler,
            ObjectProvider<DbSchedulerProperties> properties) {
        this.methods = methods;
        this.database = database;
        this.scheduler = scheduler;
        this.properties = properties;
    }

    /** By then all durable methods are known, but those of beans that are made later. */
    @Override
    public void afterSingletonsInstantiated() {
        if (methods.all().isEmpty()) {
            return;
        }
        if (scheduler.getIfAvailable() == null) {
            throw refused(
                    "There is no bean of type com.github.kagkarlsson.scheduler.Scheduler to run stored calls.",
                    "Set db-scheduler.enabled to true, or remove it.");
        }
        checkTable();
        DbSchedulerProperties scheduling = properties.getObject();
        checkTimeZone(scheduling);
        warnOfLoss();
        tellTakeover(scheduling);
    }

    private InvalidSettingException refused(String problem, String remedy) {
        return new InvalidSettingException(
                methods.place(), "durable", problem, remedy + " Or set durable to false on this method.");
    }

    private void checkTable() {
        try {
            database.jdbc()
                    .query(
                            "select task_name, task_instance, task_data, execution_time, picked, version from "
                                    + database.table() + " where 1 = 0",
                            row -> {});
        } catch (DataAccessException ex) {
            throw refused(
                    "The table " + database.table() + " of db-scheduler is missing, or cannot be read: "
                            + ex.getMostSpecificCause().getMessage(),
                    "Create it as the documentation of db-scheduler says, set"
                            + " recourse.retry.durable-store.initialize-schema to always, or set db-scheduler.table-name.");
        }
    }

    private void checkTimeZone(DbSchedulerProperties scheduling) {
        boolean zoneless = database.driver() == DatabaseDriver.MYSQL || database.driver() == DatabaseDriver.MARIADB;
        if (zoneless && !scheduling.isAlwaysPersistTimestampInUtc()) {
            throw new InvalidSettingException(
                    "db-scheduler.always-persist-timestamp-in-utc",
                    "false",
                    "The columns of " + database.driver() + " have no time zone: calls would run hours early or late.",
                    "Set it to true.");
        }
    }

    private void warnOfLoss() {
        if (EmbeddedDatabaseConnection.isEmbedded(database.dataSource())) {
            log.warn("Durable calls are stored in a database in memory, and lost with this process."
                    + " Use one that is kept on disk.");
        } else if (database.driver() == DatabaseDriver.H2 && writesLater()) {
            log.warn(
                    "H2 writes what was committed up to half a second later: a durable call may be lost with its process."
                            + " Add ;WRITE_DELAY=0 to the URL of the database.");
        }
    }

    private boolean writesLater() {
        try {
            String delay = database.jdbc()
                    .queryForObject(
                            "select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'",
                            String.class);
            return !"0".equals(delay);
        } catch (DataAccessException ex) {
            return false;
        }
    }

    private static void tellTakeover(DbSchedulerProperties scheduling) {
        Duration takeover = takeover(scheduling);
        String text = "Durable calls of a node that died are taken over within " + Text.of(takeover)
                + " (db-scheduler.heartbeat-interval " + Text.of(scheduling.getHeartbeatInterval()) + ")";
        if (takeover.compareTo(LONG_TAKEOVER) > 0) {
            log.warn(text + ". Set db-scheduler.heartbeat-interval to 10s, for 80 seconds.");
        } else {
            log.info(text);
        }
    }

    /** Returns after how long a call is taken over at the latest, of which the node has died during an attempt. */
    public static Duration takeover(DbSchedulerProperties scheduling) {
        return scheduling.getHeartbeatInterval().multipliedBy(scheduling.getMissedHeartbeatsLimit() + 2L);
    }
}
