package dev.recourse.crash.show;

import dev.recourse.crash.CrashReport.DeliveryStatus.State;
import dev.recourse.crash.store.StoredReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The reports of equal crashes.
 *
 * @param reports newest first, at least one
 */
record CrashGroup(List<StoredReport> reports) {

    /** Returns the groups, that with the newest report first. */
    static List<CrashGroup> of(List<StoredReport> newestFirst) {
        Map<Object, List<StoredReport>> groups = new LinkedHashMap<>();
        newestFirst.forEach(report ->
                groups.computeIfAbsent(key(report), key -> new ArrayList<>()).add(report));
        return groups.values().stream().map(CrashGroup::new).toList();
    }

    private static Object key(StoredReport report) {
        return report.kind() == null ? List.of(report.type(), Objects.toString(report.message())) : report.kind();
    }

    StoredReport newest() {
        return reports.get(0);
    }

    /** Returns how often it crashed, with the repeats that have no report of their own. */
    int crashes() {
        return reports.stream().mapToInt(report -> 1 + report.repeats()).sum();
    }

    Instant first() {
        return reports.get(reports.size() - 1).time();
    }

    Set<State> states() {
        Set<State> states = new TreeSet<>();
        reports.forEach(report -> states.add(report.state()));
        return states;
    }
}
