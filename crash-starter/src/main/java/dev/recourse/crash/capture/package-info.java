/** From a throwable to a report: frames, context, system. */
@NullMarked
package dev.recourse.crash.capture;

import org.jspecify.annotations.NullMarked;
