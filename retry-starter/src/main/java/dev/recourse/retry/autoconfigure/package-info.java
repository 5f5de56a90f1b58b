/** Builds the starter out of its parts; the keys of {@code recourse.retry}. */
@NullMarked
package dev.recourse.retry.autoconfigure;

import org.jspecify.annotations.NullMarked;
