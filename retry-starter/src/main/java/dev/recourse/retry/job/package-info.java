/** Who calls again: job engines that run a job when the server wants it to. */
@NullMarked
package dev.recourse.retry.job;

import org.jspecify.annotations.NullMarked;
