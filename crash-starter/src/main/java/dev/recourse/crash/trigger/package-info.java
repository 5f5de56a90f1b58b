/** What sets a report off: the places in which a failure would be lost. */
@NullMarked
package dev.recourse.crash.trigger;

import org.jspecify.annotations.NullMarked;
