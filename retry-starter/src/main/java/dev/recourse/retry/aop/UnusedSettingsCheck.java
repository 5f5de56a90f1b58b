package dev.recourse.retry.aop;

import dev.recourse.configuration.Words;
import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.failure.Condition;
import dev.recourse.retry.failure.NamedCondition;
import dev.recourse.retry.settings.ClientSettings;
import dev.recourse.retry.settings.Settings;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/** Warns at the start of clients and of named conditions that are configured and that nothing names. */
public final class UnusedSettingsCheck implements SmartInitializingSingleton {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private final ConfigurableListableBeanFactory beanFactory;
    private final Environment environment;
    private final ClientSettings clients;
    private final RetryOnStatusPostProcessor methods;

    public UnusedSettingsCheck(
            ConfigurableListableBeanFactory beanFactory,
            Environment environment,
            ClientSettings clients,
            RetryOnStatusPostProcessor methods) {
        this.beanFactory = beanFactory;
        this.environment = environment;
        this.clients = clients;
        this.methods = methods;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (!mayBeNamedLater()) {
            warnOfClients();
            warnOfConditions();
        }
    }

    private void warnOfClients() {
        Set<String> named = methods.methods().values().stream()
                .map(Settings::client)
                .filter(client -> !client.equals(Settings.NO_CLIENT))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> unused = new TreeSet<>(clients.named().keySet());
        unused.removeAll(named);
        unused.forEach(client -> log.warn("Nothing names the client '" + client
                + "' of recourse.retry.clients, so its settings have no effect. "
                + Words.nearest(client, named)
                        .map(near -> "Did you mean " + near + "? Else name")
                        .orElse("Name")
                + " it in @RetryOnStatus(\"" + client + "\"), or remove it."));
    }

    private void warnOfConditions() {
        List<Settings> all = Stream.of(
                        Stream.of(clients.common()),
                        clients.named().values().stream(),
                        methods.methods().values().stream())
                .flatMap(settings -> settings)
                .toList();
        Set<Condition> ruled = all.stream()
                .flatMap(settings -> settings.delays().keySet().stream())
                .collect(Collectors.toSet());
        all.stream()
                .flatMap(settings -> settings.conditions().stream())
                .map(NamedCondition::name)
                .filter(name -> !ruled.contains(new Condition.Named(name)))
                .collect(Collectors.toCollection(TreeSet::new))
                .forEach(name -> log.warn("No rule names the condition '" + name
                        + "', so it has no effect. Write a rule for it below delays, as in '" + name
                        + ": server, 60s', or remove it."));
    }

    /** By a bean that is made later, or by one that has the strategies. */
    private boolean mayBeNamedLater() {
        return environment.getProperty("spring.main.lazy-initialization", Boolean.class, false)
                || Stream.of(beanFactory.getBeanNamesForType(RetryStrategies.class, true, false))
                        .anyMatch(name -> beanFactory.getDependentBeans(name).length > 0);
    }
}
