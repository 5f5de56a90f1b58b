/** The workbench as a program with a window. */
@NullMarked
package dev.recourse.samples.workbench.desktop;

import org.jspecify.annotations.NullMarked;
