/** What shows on the screen which report was left. */
@NullMarked
package dev.recourse.samples.workbench.show;

import org.jspecify.annotations.NullMarked;
