/** Whether and when: one pure decision, and the ways to carry it out. */
@NullMarked
package dev.recourse.retry.engine;

import org.jspecify.annotations.NullMarked;
