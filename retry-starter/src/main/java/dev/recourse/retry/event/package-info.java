/** Who is told of what happens to calls. */
@NullMarked
package dev.recourse.retry.event;

import org.jspecify.annotations.NullMarked;
