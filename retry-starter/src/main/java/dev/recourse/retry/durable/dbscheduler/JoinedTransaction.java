package dev.recourse.retry.durable.dbscheduler;

import java.sql.SQLException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The transaction of this thread, which a call that is stored joins if it is one of the scheduler's database. */
final class JoinedTransaction {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private final SchedulerDatabase database;

    JoinedTransaction(SchedulerDatabase database) {
        this.database = database;
    }

    /**
     * Returns whether there is one to join.
     *
     * @throws IllegalStateException if what joins it would be lost
     */
    boolean joins() {
        ConnectionHolder transaction = current();
        if (transaction == null) {
            return false;
        }
        if (transaction.isRollbackOnly()) {
            throw new IllegalStateException(
                    "The transaction is marked as rollback-only: the stored call would be lost with it");
        }
        if (TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
            throw new IllegalStateException("The transaction is read-only: no call can be stored in it");
        }
        return true;
    }

    /**
     * Refuses a transaction of something else.
     *
     * @param label names the call that would not join it
     * @throws IllegalStateException if there is one
     */
    void check(String label) {
        if (TransactionSynchronizationManager.isActualTransactionActive() && current() == null) {
            throw new IllegalStateException(
                    label + " is an outbox: its call is sent if the caller's transaction commits."
                            + " But that transaction is none of the scheduler's DataSource. Call it in a transaction of that"
                            + " DataSource, or outside of any, or set durable to true");
        }
    }

    private @Nullable ConnectionHolder current() {
        return TransactionSynchronizationManager.isActualTransactionActive()
                        && TransactionSynchronizationManager.getResource(database.dataSource())
                                instanceof ConnectionHolder holder
                        && !commitsByItself(holder)
                ? holder
                : null;
    }

    /** A transaction of something else may have such a connection too, which it does not commit. */
    private static boolean commitsByItself(ConnectionHolder holder) {
        try {
            return holder.getConnection().getAutoCommit();
        } catch (SQLException ex) {
            throw new IllegalStateException("The connection of the transaction cannot be used", ex);
        }
    }

    /**
     * Runs an action after the commit; after a rollback, it says that the call is gone.
     *
     * @param id of the call
     */
    static void after(String id, Runnable committed) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            committed.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

            @Override
            public void afterCompletion(int status) {
                if (status == STATUS_ROLLED_BACK) {
                    log.info("Stored call " + id + " is gone: the transaction in which it was stored was rolled back");
                } else {
                    committed.run();
                }
            }
        });
    }
}
