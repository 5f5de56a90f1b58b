/** How long: rules and the sources of their delays; pure, no I/O, no Spring. */
@NullMarked
package dev.recourse.retry.delay;

import org.jspecify.annotations.NullMarked;
