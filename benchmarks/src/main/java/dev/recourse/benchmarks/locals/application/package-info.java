/** The application of the measurement: what the agent weaves. */
@NullMarked
package dev.recourse.benchmarks.locals.application;

import org.jspecify.annotations.NullMarked;
