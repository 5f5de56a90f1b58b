package dev.recourse.crash.desktop;

import java.awt.Desktop;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** The programs of this desktop: those of xdg-open where that is there, for AWT knows only those of GTK and loads it; else AWT's. */
final class SystemPrograms implements DesktopPrograms {

    /** A program that was begun may run as long as it likes. */
    private static final int SECONDS_TO_FAIL = 5;

    private static final Log logger = LogFactory.getLog(SystemPrograms.class);

    @Override
    public boolean browse(Path page) {
        return xdgOpen(page.toUri().toString())
                || call(Desktop.Action.BROWSE, desktop -> desktop.browse(page.toUri()))
                || call(Desktop.Action.OPEN, desktop -> desktop.open(page.toFile()));
    }

    @Override
    public boolean mail(URI mail) {
        return xdgOpen(mail.toString()) || call(Desktop.Action.MAIL, desktop -> desktop.mail(mail));
    }

    @Override
    public boolean open(Path folder) {
        return xdgOpen(folder.toString()) || call(Desktop.Action.OPEN, desktop -> desktop.open(folder.toFile()));
    }

    private static boolean xdgOpen(String what) {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (os.startsWith("windows") || os.startsWith("mac")) {
            return false;
        }
        try {
            Process process = new ProcessBuilder("xdg-open", what)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return !process.waitFor(SECONDS_TO_FAIL, TimeUnit.SECONDS) || process.exitValue() == 0;
        } catch (IOException ex) {
            return false;
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static boolean call(Desktop.Action action, Call call) {
        try {
            if (!Desktop.isDesktopSupported() || !Desktop.getDesktop().isSupported(action)) {
                return false;
            }
            call.on(Desktop.getDesktop());
            return true;
        } catch (IOException | RuntimeException | LinkageError ex) {
            logger.debug("The desktop cannot do this: " + action, ex);
            return false;
        }
    }

    private interface Call {

        void on(Desktop desktop) throws IOException;
    }
}
