/** Whether and when a failed call is made again: a pure function. */
@NullMarked
package dev.recourse.retry.decision;

import org.jspecify.annotations.NullMarked;
