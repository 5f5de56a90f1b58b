/** All that knows Sentry's SDK. */
@NullMarked
package dev.recourse.crash.sentry;

import org.jspecify.annotations.NullMarked;
