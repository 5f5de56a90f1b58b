/** From calls to those who watch them: meters, observations, application events, listeners of Spring Framework. */
@NullMarked
package dev.recourse.retry.observe;

import org.jspecify.annotations.NullMarked;
