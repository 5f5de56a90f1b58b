/** What durable calls cost: calls that succeed, calls that are stored, and stored calls that are made. */
@NullMarked
package dev.recourse.benchmarks.durable;

import org.jspecify.annotations.NullMarked;
