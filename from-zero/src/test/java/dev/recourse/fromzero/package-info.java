@NullMarked
package dev.recourse.fromzero;

import org.jspecify.annotations.NullMarked;
