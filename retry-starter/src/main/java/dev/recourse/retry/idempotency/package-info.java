/** One {@code Idempotency-Key} for all attempts of a call, and the clients that send it. */
@NullMarked
package dev.recourse.retry.idempotency;

import org.jspecify.annotations.NullMarked;
