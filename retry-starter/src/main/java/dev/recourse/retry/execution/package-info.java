/** How a decision is carried out: one state machine and its three drivers. */
@NullMarked
package dev.recourse.retry.execution;

import org.jspecify.annotations.NullMarked;
