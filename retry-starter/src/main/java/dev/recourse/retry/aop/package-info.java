/** From the annotation to the execution: interceptors, the proxies around beans, and checks at startup. */
@NullMarked
package dev.recourse.retry.aop;

import org.jspecify.annotations.NullMarked;
