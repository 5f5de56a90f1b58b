/** From the annotation to the engine: the interceptor, how it gets around beans, and what is checked at the start. */
@NullMarked
package dev.recourse.retry.aop;

import org.jspecify.annotations.NullMarked;
