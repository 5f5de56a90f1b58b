/** What sets it off: the places in which a failure would be lost. */
@NullMarked
package dev.recourse.crash.hook;

import org.jspecify.annotations.NullMarked;
