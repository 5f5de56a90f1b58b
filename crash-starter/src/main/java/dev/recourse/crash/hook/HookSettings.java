package dev.recourse.crash.hook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the hook behaves.
 *
 * @param budget for all that it does
 * @param sendWait for a sender, out of the budget
 * @param sameCrash within which the same crash is only counted
 * @param answerWait for the user, where a crash ends the process
 * @param exitCode of a process that a thread's death ends; null to leave it alone
 */
public record HookSettings(
        Duration budget,
        Duration sendWait,
        Duration sameCrash,
        Duration answerWait,
        @Nullable Integer exitCode) {}
