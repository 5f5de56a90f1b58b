/** From the annotation to the engine: the interceptors, how they get around beans, and what is checked at the start. */
@NullMarked
package dev.recourse.retry.aop;

import org.jspecify.annotations.NullMarked;
