package dev.recourse.crash.store;

import java.time.Duration;

/**
 * How much of one application the directory may hold, all folders together.
 *
 * @param maxReports files
 * @param maxSize bytes
 * @param maxAge since the crash, or since the file was written
 * @param maxReportSize bytes of one report
 */
public record StoreLimits(int maxReports, long maxSize, Duration maxAge, long maxReportSize) {

    private static final long KILO = 1024;

    /** Returns the key and the value of the first limit that so much exceeds. */
    String exceededBy(long count) {
        return count > maxReports
                ? "recourse.crash.max-reports is " + maxReports
                : "recourse.crash.max-size is " + size();
    }

    /** Returns the key and the value of the limit of age. */
    String age() {
        boolean days = maxAge.equals(Duration.ofDays(maxAge.toDays()));
        return "recourse.crash.max-age is " + (days ? maxAge.toDays() + "d" : maxAge.toString());
    }

    boolean isExceededBy(long count, long bytes) {
        return count > maxReports || bytes > maxSize;
    }

    private String size() {
        return maxSize % (KILO * KILO) == 0
                ? maxSize / (KILO * KILO) + "MB"
                : maxSize % KILO == 0 ? maxSize / KILO + "KB" : maxSize + "B";
    }
}
