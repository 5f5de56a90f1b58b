/** From a throwable to a report: frames, threads, system, log. */
@NullMarked
package dev.recourse.crash.capture;

import org.jspecify.annotations.NullMarked;
