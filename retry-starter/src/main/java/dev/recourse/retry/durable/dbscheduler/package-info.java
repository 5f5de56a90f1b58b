/** The only package that knows db-scheduler: its scheduler keeps and runs the calls that are durable. */
@NullMarked
package dev.recourse.retry.durable.dbscheduler;

import org.jspecify.annotations.NullMarked;
