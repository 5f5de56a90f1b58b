package dev.recourse.crash.desktop;

import java.net.URI;
import java.nio.file.Path;

/** The programs of the desktop; each call may take seconds, and returns whether a program was begun. */
public interface DesktopPrograms {

    /** Opens a page in the browser. */
    boolean browse(Path page);

    /** Opens a mail in the mail program. */
    boolean mail(URI mail);

    /** Opens a folder in the file manager. */
    boolean open(Path folder);
}
