/** The time line that the sample prints; an application needs none of it. */
@NullMarked
package dev.recourse.samples.quota.timeline;

import org.jspecify.annotations.NullMarked;
