package dev.recourse.crash.locals;

import java.util.Map;

/**
 * The local variables of one frame as an exception left it.
 *
 * @param index place in the exception's {@link Throwable#getStackTrace trace}, from 0 for the innermost frame
 * @param locals rendered values by name, in the order of declaration
 */
public record RecordedFrame(int index, Map<String, String> locals) {}
