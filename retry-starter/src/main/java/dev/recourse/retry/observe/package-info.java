/** What metrics and traces tell of retries. */
@NullMarked
package dev.recourse.retry.observe;

import org.jspecify.annotations.NullMarked;
