/** The reports through Actuator and Micrometer. */
@NullMarked
package dev.recourse.crash.actuate;

import org.jspecify.annotations.NullMarked;
