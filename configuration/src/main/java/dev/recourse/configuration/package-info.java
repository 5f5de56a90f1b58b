/** What both starters say about a configuration that is wrong: which key, where, the value as typed, the rule, the remedy. */
@NullMarked
package dev.recourse.configuration;

import org.jspecify.annotations.NullMarked;
