/** What a user imports: providers, senders, the reporter, the report itself. */
@NullMarked
package dev.recourse.crash;

import org.jspecify.annotations.NullMarked;
