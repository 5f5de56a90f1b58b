/** From any value to a short safe text: rendering, redaction. */
@NullMarked
package dev.recourse.crash.render;

import org.jspecify.annotations.NullMarked;
