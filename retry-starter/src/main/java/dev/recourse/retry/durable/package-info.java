/** What survives the process: calls that are stored, and made again by any node. No class here knows the engine. */
@NullMarked
package dev.recourse.retry.durable;

import org.jspecify.annotations.NullMarked;
