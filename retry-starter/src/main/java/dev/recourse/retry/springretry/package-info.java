/** The only package that knows spring-retry: its template repeats blocking calls, and its listeners are told of all. */
@NullMarked
package dev.recourse.retry.springretry;

import org.jspecify.annotations.NullMarked;
