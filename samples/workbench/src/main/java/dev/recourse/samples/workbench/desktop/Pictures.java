package dev.recourse.samples.workbench.desktop;

import java.awt.AWTException;
import java.awt.Frame;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Sits before the screen where nobody does: presses the button, takes a picture of the windows, and ends the program. */
public final class Pictures {

    private static final int SECONDS = 30;

    private Pictures() {}

    /** Takes the picture. */
    public static void take(Path file) throws AWTException, IOException, InterruptedException {
        Robot robot = new Robot();
        robot.setAutoDelay(30);
        Frame main = await(1);
        robot.waitForIdle();
        Thread.sleep(500);
        press(robot, KeyEvent.VK_SPACE);
        await(2);
        Thread.sleep(500);
        for (char c : "i pressed measure".toCharArray()) {
            press(robot, KeyEvent.getExtendedKeyCodeForChar(c));
        }
        Thread.sleep(1000);
        Rectangle place = main.getBounds();
        Files.createDirectories(file.toAbsolutePath().getParent());
        ImageIO.write(robot.createScreenCapture(place), "png", file.toFile());
        System.out.println(file);
        System.exit(0);
    }

    /** Returns the first window, when there are so many. */
    private static Frame await(int windows) throws InterruptedException {
        for (int i = 0; i < SECONDS * 10; i++) {
            Frame[] showing =
                    Stream.of(Frame.getFrames()).filter(Frame::isShowing).toArray(Frame[]::new);
            if (showing.length >= windows) {
                return showing[0];
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("There are no " + windows + " windows after " + SECONDS + " s");
    }

    private static void press(Robot robot, int key) {
        robot.keyPress(key);
        robot.keyRelease(key);
    }
}
