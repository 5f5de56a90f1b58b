/** What a user of the starter writes: the clients, their rules in {@code application.yml}, and calls that just succeed. */
@NullMarked
package dev.recourse.samples.quota;

import org.jspecify.annotations.NullMarked;
