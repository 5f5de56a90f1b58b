/** What holds for a call: settings, their checks, their origins and the built-in rules. */
@NullMarked
package dev.recourse.retry.settings;

import org.jspecify.annotations.NullMarked;
