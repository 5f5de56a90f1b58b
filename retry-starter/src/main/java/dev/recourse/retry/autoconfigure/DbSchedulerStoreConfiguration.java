package dev.recourse.retry.autoconfigure;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SystemClock;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerCustomizer;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerProperties;
import dev.recourse.retry.client.RetryClientRegistry;
import dev.recourse.retry.durable.CallStore;
import dev.recourse.retry.durable.RunLimit;
import dev.recourse.retry.durable.StoredCallRunner;
import dev.recourse.retry.durable.StoredMethodRegistry;
import dev.recourse.retry.durable.dbscheduler.DbSchedulerStore;
import dev.recourse.retry.durable.dbscheduler.SchedulerDatabase;
import dev.recourse.retry.durable.dbscheduler.StoreCheck;
import dev.recourse.retry.durable.dbscheduler.StoredCallEngine;
import dev.recourse.retry.durable.dbscheduler.StoredCallTask;
import dev.recourse.retry.durable.dbscheduler.TableInitializer;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.sql.autoconfigure.init.ApplicationScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Calls are stored by the application's db-scheduler. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({Scheduler.class, DbSchedulerProperties.class, JsonMapper.class})
@ConditionalOnBean(RetryClientRegistry.class)
@ConditionalOnSingleCandidate(DataSource.class)
@ConditionalOnMissingBean(CallStore.class)
class DbSchedulerStoreConfiguration {

    @Bean
    SchedulerDatabase retrySchedulerDatabase(
            ObjectProvider<DbSchedulerCustomizer> customizers,
            DataSource dataSource,
            ObjectProvider<DbSchedulerProperties> properties) {
        DataSource own = customizers.stream()
                .flatMap(customizer -> customizer.dataSource().stream())
                .findFirst()
                .orElse(dataSource);
        return new SchedulerDatabase(own, table(properties));
    }

    /** After the application's own scripts, which may create the table without asking whether it is there. */
    @Bean
    TableInitializer retryTableInitializer(
            SchedulerDatabase database,
            RetryProperties retries,
            ObjectProvider<DbSchedulerProperties> properties,
            ObjectProvider<ApplicationScriptDatabaseInitializer> scripts) {
        scripts.forEach(script -> {});
        return new TableInitializer(
                database.dataSource(),
                table(properties),
                DatabaseInitializationMode.valueOf(
                        retries.durableStore().initializeSchema().name()));
    }

    private static String table(ObjectProvider<DbSchedulerProperties> properties) {
        return properties.getIfAvailable(DbSchedulerProperties::new).getTableName();
    }

    @Bean
    DbSchedulerStore retryCallStore(
            ObjectProvider<Scheduler> scheduler,
            SchedulerDatabase database,
            ObjectProvider<Clock> clock,
            ObjectProvider<DbSchedulerProperties> properties) {
        return new DbSchedulerStore(
                scheduler::getObject,
                database,
                clock.getIfAvailable(SystemClock::new),
                StoreCheck.takeover(properties.getIfAvailable(DbSchedulerProperties::new)));
    }

    @Bean
    StoreCheck durableStoreCheck(
            StoredMethodRegistry methods,
            SchedulerDatabase database,
            ObjectProvider<Scheduler> scheduler,
            ObjectProvider<DbSchedulerProperties> properties) {
        return new StoreCheck(methods, database, scheduler, properties);
    }

    @Bean
    RunLimit retryRunLimit(ObjectProvider<DbSchedulerProperties> properties) {
        return new RunLimit(
                properties.getIfAvailable(DbSchedulerProperties::new).getThreads());
    }

    @Bean
    StoredCallEngine retryStoredCallEngine(
            StoredCallRunner runner,
            DbSchedulerStore store,
            StoredCallTask task,
            ObjectProvider<DbSchedulerProperties> properties) {
        return new StoredCallEngine(
                runner,
                store,
                task,
                properties.getIfAvailable(DbSchedulerProperties::new).getShutdownMaxWait());
    }
}
