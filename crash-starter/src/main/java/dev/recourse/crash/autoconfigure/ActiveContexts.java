package dev.recourse.crash.autoconfigure;

import dev.recourse.crash.CrashNotifier;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.hook.CrashHook;
import dev.recourse.crash.hook.CrashListener;
import dev.recourse.crash.send.ReportDelivery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.context.ApplicationContext;

/** Gives the hook what the open application contexts have, that of the oldest first. */
final class ActiveContexts {

    private final CrashHook hook;

    private final ReportDelivery delivery;

    private final Map<ApplicationContext, Beans> open = new LinkedHashMap<>();

    ActiveContexts(CrashHook hook, ReportDelivery delivery) {
        this.hook = hook;
        this.delivery = delivery;
    }

    synchronized void add(ApplicationContext context, Beans beans) {
        open.put(context, beans);
        update();
    }

    /** Takes back what a context has given; of the last one only the senders, so that a report waits for the next start. */
    synchronized void remove(ApplicationContext context) {
        if (open.remove(context) == null) {
            return;
        }
        if (open.isEmpty()) {
            delivery.noSenders();
        } else {
            update();
        }
    }

    private void update() {
        hook.notifiers(each(Beans::notifiers));
        hook.listeners(each(Beans::listeners));
        delivery.senders(senders());
    }

    /** Each one once: a context has those of its parent too. */
    private <T> List<T> each(Function<Beans, List<T>> kind) {
        return open.values().stream()
                .flatMap(beans -> kind.apply(beans).stream())
                .distinct()
                .toList();
    }

    /** Of one name, that of the newest: a report knows by name who has it. */
    private Map<String, CrashReportSender> senders() {
        Map<String, CrashReportSender> senders = new LinkedHashMap<>();
        open.values().forEach(beans -> senders.putAll(beans.senders()));
        return senders;
    }

    /** What one context has, in the order of its beans; senders by name. */
    record Beans(
            List<CrashNotifier> notifiers, List<CrashListener> listeners, Map<String, CrashReportSender> senders) {}
}
