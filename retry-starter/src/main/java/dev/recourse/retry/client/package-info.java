/** What all callers of a client share: cooldown, budget and warnings. */
@NullMarked
package dev.recourse.retry.client;

import org.jspecify.annotations.NullMarked;
