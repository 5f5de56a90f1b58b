package dev.recourse.crash.format;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Failure;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a report so that it is small enough and can be read back; what says least about the crash is left out first. */
public final class ReportTruncation {

    /** Deeper than what libraries do, and less than the nesting that a reader takes. */
    private static final int MAX_SUPPRESSED = 50;

    private ReportTruncation() {}

    /** Returns the JSON text of the report, of this many bytes at most; the limit must be 16 KB or more. */
    public static byte[] fit(CrashReport report, long maxBytes) {
        byte[] json = reduced(report, maxBytes);
        for (SmallReport size : SmallReport.SIZES) {
            if (json != null && isReadable(json)) {
                return json;
            }
            json = written(size.of(report), maxBytes);
        }
        return json == null ? ReportJson.write(last().of(report)) : json;
    }

    private static SmallReport last() {
        return SmallReport.SIZES.get(SmallReport.SIZES.size() - 1);
    }

    private static byte @Nullable [] reduced(CrashReport report, long maxBytes) {
        try {
            CrashReport smaller = withoutDeeplySuppressed(report);
            byte[] json = written(smaller, maxBytes);
            for (ReportReduction reduction : ReportReduction.values()) {
                if (json != null) {
                    break;
                }
                smaller = reduction.apply(smaller);
                json = written(smaller, maxBytes);
            }
            return json;
        } catch (StackOverflowError ex) {
            return null;
        }
    }

    /** Returns the JSON text, or null where it is too large or cannot be written. */
    private static byte @Nullable [] written(CrashReport report, long maxBytes) {
        try {
            byte[] json = ReportJson.write(report);
            return json.length <= maxBytes ? json : null;
        } catch (RuntimeException | StackOverflowError ex) {
            return null;
        }
    }

    /** Without the memory to read, what was written is taken as it is. */
    private static boolean isReadable(byte[] json) {
        try {
            ReportJson.read(json);
            return true;
        } catch (IOException ex) {
            return false;
        } catch (OutOfMemoryError ex) {
            return true;
        }
    }

    private static CrashReport withoutDeeplySuppressed(CrashReport report) {
        if (depth(report.exceptions()) <= MAX_SUPPRESSED) {
            return report;
        }
        return ReportReduction.noted(
                report.toBuilder()
                        .exceptions(upTo(MAX_SUPPRESSED, report.exceptions()))
                        .build(),
                "exceptions that are suppressed within " + MAX_SUPPRESSED + " others");
    }

    private static int depth(List<Failure> chain) {
        int depth = 0;
        for (Failure failure : chain) {
            for (List<Failure> suppressed : failure.suppressed()) {
                depth = Math.max(depth, 1 + depth(suppressed));
            }
        }
        return depth;
    }

    private static List<Failure> upTo(int depth, List<Failure> chain) {
        return chain.stream()
                .map(failure -> failure.withSuppressed(
                        depth == 0
                                ? List.of()
                                : failure.suppressed().stream()
                                        .map(suppressed -> upTo(depth - 1, suppressed))
                                        .toList()))
                .toList();
    }
}
