/** Delivery: the queue, back-off, and sending again. */
@NullMarked
package dev.recourse.crash.send;

import org.jspecify.annotations.NullMarked;
