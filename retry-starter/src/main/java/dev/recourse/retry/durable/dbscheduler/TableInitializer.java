package dev.recourse.retry.durable.dbscheduler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

/** Creates the table of db-scheduler if it is missing, before the scheduler is made. */
public final class TableInitializer extends DataSourceScriptDatabaseInitializer {

    private static final String SCRIPT = "optional:classpath:dev/recourse/retry/durable/schema-@@platform@@.sql";

    private static final String DEFAULT_TABLE = "scheduled_tasks";

    private final String table;

    /**
     * Creates the initializer.
     *
     * @param table name of the table
     */
    public TableInitializer(DataSource dataSource, String table, DatabaseInitializationMode mode) {
        super(dataSource, settings(dataSource, mode));
        this.table = table;
    }

    private static DatabaseInitializationSettings settings(DataSource dataSource, DatabaseInitializationMode mode) {
        DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
        settings.setMode(mode);
        if (mode != DatabaseInitializationMode.NEVER) {
            settings.setSchemaLocations(new PlatformPlaceholderDatabaseDriverResolver().resolveAll(dataSource, SCRIPT));
        }
        // Two nodes may create it at the same time. If it is missing afterwards, the start is refused.
        settings.setContinueOnError(true);
        return settings;
    }

    @Override
    protected void runScripts(Scripts scripts) {
        List<Resource> named = new ArrayList<>();
        scripts.forEach(script -> named.add(named(script)));
        super.runScripts(new Scripts(named)
                .continueOnError(scripts.isContinueOnError())
                .separator(scripts.getSeparator())
                .encoding(scripts.getEncoding()));
    }

    private Resource named(Resource script) {
        try {
            String text = script.getContentAsString(StandardCharsets.UTF_8).replace(DEFAULT_TABLE, table);
            return new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
