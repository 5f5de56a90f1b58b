package dev.recourse.crash;

import java.nio.file.Path;

/**
 * What a person is told about a crash.
 *
 * @param id the report's id
 * @param message type and message of the outermost exception, redacted
 * @param file where the report is now
 * @param delivered whether a sender has delivered it already
 */
public record CrashNotice(String id, String message, Path file, boolean delivered) {}
