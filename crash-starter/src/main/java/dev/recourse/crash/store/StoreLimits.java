package dev.recourse.crash.store;

import java.time.Duration;

/**
 * How much the directory may hold, all folders together.
 *
 * @param maxReports files
 * @param maxSize bytes
 * @param maxAge since a file was last written
 * @param maxReportSize bytes of one report
 */
public record StoreLimits(int maxReports, long maxSize, Duration maxAge, long maxReportSize) {}
