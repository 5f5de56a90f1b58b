/** What other nodes know: cooldowns that they share through Redis. */
@NullMarked
package dev.recourse.retry.cluster;

import org.jspecify.annotations.NullMarked;
