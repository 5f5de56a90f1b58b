package dev.recourse.samples.relay;

/** What is ordered; it is stored as JSON while it waits. */
record Order(int number, String article) {}
