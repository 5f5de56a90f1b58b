/** What carries reports away: senders, and the loop that tries again. */
@NullMarked
package dev.recourse.crash.send;

import org.jspecify.annotations.NullMarked;
