/** What happened: from an exception to its conditions and the facts of the response. */
@NullMarked
package dev.recourse.retry.failure;

import org.jspecify.annotations.NullMarked;
