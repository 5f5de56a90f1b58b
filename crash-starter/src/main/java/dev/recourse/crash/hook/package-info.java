/** What is done within the budget, and who waits for whom. */
@NullMarked
package dev.recourse.crash.hook;

import org.jspecify.annotations.NullMarked;
