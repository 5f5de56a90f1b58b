package dev.recourse.crash.locals;

import java.util.Map;

/**
 * The local variables of one frame as an exception left it.
 *
 * @param className binary name, as in a stack trace
 * @param methodName as in a stack trace
 * @param lines lines of the code in which the exception can have been thrown: {@code 12-14,17}; empty where unknown
 * @param locals rendered values by name, in the order of declaration; none where the budget did not allow for them
 */
public record RecordedFrame(String className, String methodName, String lines, Map<String, String> locals) {}
