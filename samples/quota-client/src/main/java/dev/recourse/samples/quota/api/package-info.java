/** The API server that stands in for someone else's. */
@NullMarked
package dev.recourse.samples.quota.api;

import org.jspecify.annotations.NullMarked;
