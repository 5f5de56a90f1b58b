/** What a user imports: the annotation, the strategies and the exception of a hand-off. */
@NullMarked
package dev.recourse.retry;

import org.jspecify.annotations.NullMarked;
