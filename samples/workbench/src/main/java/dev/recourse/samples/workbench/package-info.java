/** A small desktop program, as a user of the starter would write it, that crashes on command. */
@NullMarked
package dev.recourse.samples.workbench;

import org.jspecify.annotations.NullMarked;
