/** All that knows AWT and Swing: the window that tells of a crash, and what it opens. */
@NullMarked
package dev.recourse.crash.desktop;

import org.jspecify.annotations.NullMarked;
