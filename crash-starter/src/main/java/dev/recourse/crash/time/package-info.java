/**
 * Deadlines and fixed times; the clocks that they are measured with are handed in.
 *
 * <table>
 * <caption>Who waits for whom, and how long</caption>
 * <tr><th>who</th><th>waits for</th><th>at most</th></tr>
 * <tr><td>dying thread, {@code CrashReporter.report}</td><td>its report to be stored</td><td>{@code budget}</td></tr>
 * <tr><td>report thread</td><td>a provider; the drawing of a page</td><td>{@code context.timeout}; {@link FixedTimes#DRAWING}</td></tr>
 * <tr><td>delivery thread</td><td>Sentry</td><td>{@code sentry.wait}</td></tr>
 * <tr><td>Sentry's log appender</td><td>whether the exception that it sends gets a report</td><td>{@link FixedTimes#DECIDING}</td></tr>
 * <tr><td>notifier threads</td><td>the trace to be printed</td><td>{@link FixedTimes#PRINTING} after it is stored</td></tr>
 * <tr><td>notifier of the window</td><td>the event thread</td><td>{@link FixedTimes#SHOWING}</td></tr>
 * <tr><td>context that closes</td><td>reports to be stored, then sent</td><td>{@code budget} in all, {@code sentry.wait} and
 * {@link FixedTimes#NOTING} of it for sending</td></tr>
 * <tr><td>end of the process</td><td>a thread that is about to die</td><td>{@link FixedTimes#BEGINNING}</td></tr>
 * <tr><td></td><td>the user's answer in the window, where the crash ends the process</td><td>{@code notify-wait}</td></tr>
 * <tr><td></td><td>reports to be printed, stored, then sent</td><td>as a context that closes</td></tr>
 * <tr><td></td><td>notifiers and listeners</td><td>{@link FixedTimes#TELLING}, within {@code budget}</td></tr>
 * <tr><td></td><td>repeats to be counted</td><td>{@link FixedTimes#COUNTING}</td></tr>
 * <tr><td>whoever stops the hook</td><td>its threads</td><td>{@link FixedTimes#STOPPING}</td></tr>
 * </table>
 *
 * <p>{@code docs/crash-timeline.md} draws it.
 */
@NullMarked
package dev.recourse.crash.time;

import org.jspecify.annotations.NullMarked;
