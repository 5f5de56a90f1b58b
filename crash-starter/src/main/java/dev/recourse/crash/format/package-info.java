/** The JSON of a report, both ways, and cutting it to size. */
@NullMarked
package dev.recourse.crash.format;

import org.jspecify.annotations.NullMarked;
