package dev.recourse.retry.autoconfigure;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerProperties;
import com.github.kagkarlsson.scheduler.task.Task;
import dev.recourse.retry.durable.dbscheduler.StoredCallTask;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The task of all durable methods, also where retries are switched off: otherwise the scheduler would delete in the end what is stored. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({Scheduler.class, DbSchedulerProperties.class})
class DurableTaskConfiguration {

    @Bean
    StoredCallTask retryStoredCallTask() {
        return new StoredCallTask();
    }

    @Bean
    Task<String> recourseRetryTask(StoredCallTask task) {
        return task.task();
    }
}
