package dev.recourse.crash.locals.weave;

/** Weaves the class files of directories in place. */
public final class LocalsBuildStep {

    private LocalsBuildStep() {}

    public static void main(String[] arguments) {}
}
