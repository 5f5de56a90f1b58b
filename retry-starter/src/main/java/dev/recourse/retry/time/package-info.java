/** What a test replaces: clocks, sleeping, scheduling and chance. */
@NullMarked
package dev.recourse.retry.time;

import org.jspecify.annotations.NullMarked;
