/** Sections of a report from the application's providers. */
@NullMarked
package dev.recourse.crash.context;

import org.jspecify.annotations.NullMarked;
