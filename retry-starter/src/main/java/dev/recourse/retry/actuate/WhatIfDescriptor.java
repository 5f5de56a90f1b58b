package dev.recourse.retry.actuate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What would happen after a failure.
 *
 * @param client name of the client
 * @param condition that the failure meets, null if no rule covers it
 * @param rule for that condition, and where it comes from
 * @param decision {@code wait}, {@code hand-off} or {@code end}
 * @param delay until the next attempt, without the jitter that is added to it; null for an end
 * @param explanation where the delay comes from, or why the call ends
 */
public record WhatIfDescriptor(
        String client,
        @Nullable String condition,
        @Nullable SettingDescriptor rule,
        String decision,
        @Nullable String delay,
        String explanation)
        implements OperationResponseBody {}
