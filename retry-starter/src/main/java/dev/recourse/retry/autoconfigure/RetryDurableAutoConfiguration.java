package dev.recourse.retry.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Import;

/** Calls that survive their process, where db-scheduler and Jackson 3 are there. */
@AutoConfiguration(
        after = RetryAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"
        },
        beforeName = "com.github.kagkarlsson.scheduler.boot.autoconfigure.DbSchedulerAutoConfiguration")
@Import({DurableTaskConfiguration.class, DbSchedulerStoreConfiguration.class, StoredCallsConfiguration.class})
public final class RetryDurableAutoConfiguration {}
