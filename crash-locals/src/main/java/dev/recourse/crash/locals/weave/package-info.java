/** Puts recording handlers into class files, as they are loaded or after they were compiled. */
@NullMarked
package dev.recourse.crash.locals.weave;

import org.jspecify.annotations.NullMarked;
