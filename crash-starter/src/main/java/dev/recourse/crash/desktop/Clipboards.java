package dev.recourse.crash.desktop;

import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;

/** Copies to the clipboard of the desktop. */
final class Clipboards {

    private Clipboards() {}

    /** Returns whether the text is there; another program may hold the clipboard. */
    static boolean copy(String text) {
        try {
            Toolkit.getDefaultToolkit().getSystemClipboard().setContents(new StringSelection(text), null);
            return true;
        } catch (IllegalStateException ex) {
            return false;
        }
    }
}
