package dev.recourse.crash.render;

/** Finds the secrets of one kind in a text, in a time that grows no faster than the text. */
@FunctionalInterface
interface SecretFinder {

    /** Takes the place of a secret: its first character, and the one behind its last. */
    @FunctionalInterface
    interface Marks {

        void hide(int from, int to);
    }

    /** Marks every secret of the text; marks may overlap. */
    void find(CharSequence text, Marks marks);
}
