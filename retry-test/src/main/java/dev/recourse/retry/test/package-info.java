/** For tests of retried calls, in which nothing really waits. */
@NullMarked
package dev.recourse.retry.test;

import org.jspecify.annotations.NullMarked;
