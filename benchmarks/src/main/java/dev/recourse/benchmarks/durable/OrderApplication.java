package dev.recourse.benchmarks.durable;

import com.github.kagkarlsson.scheduler.boot.autoconfigure.DbSchedulerAutoConfiguration;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.recourse.benchmarks.durable.Database.Running;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.autoconfigure.RetryDurableAutoConfiguration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** An application that stores calls. */
@ImportAutoConfiguration({
    AopAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    RetryAutoConfiguration.class,
    RetryDurableAutoConfiguration.class,
    DbSchedulerAutoConfiguration.class
})
@Import(Orders.class)
class OrderApplication {

    /** Name of a task of the application's own. */
    static final String BARE = "bare";

    /**
     * Starts it.
     *
     * @param properties besides those of the database
     * @param beans besides its own
     */
    static ConfigurableApplicationContext start(Running database, Map<String, Object> properties, Class<?>... beans) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "spring.datasource.url", database.url(),
                "spring.datasource.username", database.user(),
                "recourse.retry.durable-store.initialize-schema", "always",
                "recourse.retry.cooldown", "none",
                "recourse.retry.max-wait", "0s",
                "recourse.retry.jitter-factor", "0",
                "logging.level.root", "error"));
        all.putAll(properties);
        return new SpringApplicationBuilder(OrderApplication.class)
                .sources(beans)
                .properties(all)
                .web(WebApplicationType.NONE)
                .run();
    }

    @Bean
    Task<String> bare() {
        return Tasks.oneTime(BARE, String.class).execute((instance, context) -> {});
    }
}
