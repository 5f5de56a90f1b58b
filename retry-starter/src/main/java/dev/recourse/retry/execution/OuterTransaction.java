package dev.recourse.retry.execution;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/** Warns of a wait inside a transaction of the caller, which keeps a connection busy. */
final class OuterTransaction {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private static final boolean PRESENT = ClassUtils.isPresent(
            "org.springframework.transaction.support.TransactionSynchronizationManager",
            OuterTransaction.class.getClassLoader());

    private OuterTransaction() {}

    static void warnIfActive(String label) {
        if (PRESENT && TransactionSynchronizationManager.isActualTransactionActive()) {
            log.warn(label + " waits inside a transaction of its caller, which holds a connection meanwhile."
                    + " Call it outside of the transaction.");
        }
    }
}
