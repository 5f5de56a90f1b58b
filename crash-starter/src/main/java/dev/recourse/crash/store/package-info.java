/** The directory: files, retention, recovery, locks. */
@NullMarked
package dev.recourse.crash.store;

import org.jspecify.annotations.NullMarked;
