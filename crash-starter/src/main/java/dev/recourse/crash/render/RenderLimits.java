package dev.recourse.crash.render;

/**
 * How much of a value is rendered.
 *
 * @param maxDepth of values within values
 * @param maxItems of an array, a collection or a map
 * @param maxLength of the text, in characters
 */
public record RenderLimits(int maxDepth, int maxItems, int maxLength) {}
