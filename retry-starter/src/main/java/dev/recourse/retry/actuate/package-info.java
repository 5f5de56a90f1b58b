/** The endpoint {@code retryonstatus}: what holds, what goes on, and what would happen. */
@NullMarked
package dev.recourse.retry.actuate;

import org.jspecify.annotations.NullMarked;
