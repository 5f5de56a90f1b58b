package dev.recourse.crash.render;

/**
 * The place of a value in a text.
 *
 * @param from its first character
 * @param to the one behind its last
 */
record Span(int from, int to) {}
