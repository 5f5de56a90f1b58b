package dev.recourse.crash.capture;

/**
 * How much of a value is rendered.
 *
 * @param maxDepth of values within values
 * @param maxItems of an array, a collection or a map
 * @param maxLength of the text, in characters
 */
public record Limits(int maxDepth, int maxItems, int maxLength) {}
