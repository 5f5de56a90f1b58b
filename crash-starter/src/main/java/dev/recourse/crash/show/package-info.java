/** Where people see a crash at once. */
@NullMarked
package dev.recourse.crash.show;

import org.jspecify.annotations.NullMarked;
