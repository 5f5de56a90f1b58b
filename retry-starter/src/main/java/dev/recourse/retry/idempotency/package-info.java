/** What an attempt has sent, and the {@code Idempotency-Key} of its call: how the clients take note of the one and send the other. */
@NullMarked
package dev.recourse.retry.idempotency;

import org.jspecify.annotations.NullMarked;
