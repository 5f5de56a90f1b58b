/** Two nodes that send orders on one database, and the show around them. */
@NullMarked
package dev.recourse.samples.relay;

import org.jspecify.annotations.NullMarked;
