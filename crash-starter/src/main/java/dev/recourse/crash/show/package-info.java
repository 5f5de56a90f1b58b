/** Where people see a report: console, page. */
@NullMarked
package dev.recourse.crash.show;

import org.jspecify.annotations.NullMarked;
