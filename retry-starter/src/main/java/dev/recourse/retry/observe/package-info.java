/** From the engine to those who watch it. */
@NullMarked
package dev.recourse.retry.observe;

import org.jspecify.annotations.NullMarked;
