package dev.recourse.crash.child;

import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.KeyboardFocusManager;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.datatransfer.Clipboard;
import java.awt.datatransfer.DataFlavor;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.swing.AbstractButton;
import javax.swing.Box;
import javax.swing.JScrollPane;
import javax.swing.JViewport;
import javax.swing.text.JTextComponent;

/** Does with the window of a crash what a person does, by mouse and keyboard, and prints what there is to see. */
final class WindowDriver {

    private static final String TITLE = "Workbench";

    private final Robot robot;

    private WindowDriver(Robot robot) {
        this.robot = robot;
        robot.setAutoDelay(20);
    }

    /**
     * Begins to do the steps, which semicolons separate. Prints LAST before the last one, which may end the process, and
     * FAILED if a step cannot be done.
     */
    static void start(String steps) throws Exception {
        WindowDriver driver = new WindowDriver(new Robot());
        Thread thread = new Thread(
                () -> {
                    Iterator<String> all = List.of(steps.split(";", -1)).iterator();
                    while (all.hasNext()) {
                        String step = all.next();
                        if (!all.hasNext()) {
                            System.out.println("LAST");
                        }
                        try {
                            driver.step(step.strip());
                        } catch (Throwable ex) {
                            System.out.println("FAILED " + step + ": " + ex);
                            ex.printStackTrace(System.out);
                            Runtime.getRuntime().halt(99);
                        }
                    }
                },
                "driver");
        thread.setDaemon(true);
        thread.start();
    }

    private void step(String step) throws Exception {
        String verb = step.contains(" ") ? step.substring(0, step.indexOf(' ')) : step;
        String what = step.substring(verb.length()).strip();
        switch (verb) {
            case "open" -> await(() -> window() != null);
            case "closed" -> await(() -> window() == null);
            case "key" -> key(what);
            case "type" -> type(what);
            case "focus" -> {
                robot.waitForIdle();
                System.out.println("FOCUS " + focus());
            }
            case "focused" -> await(() -> what.equals(focus()));
            case "press" -> press(what);
            case "texts" -> texts(window()).forEach(text -> System.out.println("TEXT " + text.replace("\n", " / ")));
            case "text" -> await(() -> texts(window()).stream().anyMatch(text -> text.contains(what)));
            case "clipboard" -> {
                // Two threads that use it at once may wait for each other, within AWT.
                await(() -> clipboard().isDataFlavorAvailable(DataFlavor.stringFlavor));
                System.out.println(
                        "CLIPBOARD " + onEventThread(() -> clipboard().getData(DataFlavor.stringFlavor)));
            }
            case "fits" ->
                onEventThread(() -> {
                    clipped(window());
                    return true;
                });
            case "picture" -> picture(Path.of(what));
            case "file" -> await(() -> Files.exists(Path.of(what)));
            case "pause" -> Thread.sleep(Long.parseLong(what));
            case "exit" -> System.exit(Integer.parseInt(what));
            default -> throw new IllegalArgumentException(step);
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!onEventThread(condition)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not so in 30 s");
            }
            Thread.sleep(20);
        }
    }

    private static Clipboard clipboard() {
        return Toolkit.getDefaultToolkit().getSystemClipboard();
    }

    private static <T> T onEventThread(Callable<T> call) throws Exception {
        FutureTask<T> task = new FutureTask<>(call);
        EventQueue.invokeLater(task);
        return task.get();
    }

    /** The window in front: that of a mail to copy where there is one. */
    private static Window window() {
        Window found = null;
        for (Window each : Window.getWindows()) {
            boolean crash = each instanceof Frame frame && frame.getTitle().equals(TITLE);
            boolean mail =
                    each.getOwner() instanceof Frame owner && owner.getTitle().equals(TITLE);
            if (each.isShowing() && (mail || (crash && found == null))) {
                found = each;
            }
        }
        return found;
    }

    private static Component focusOwner() {
        return KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusOwner();
    }

    private static String focus() {
        Component owner = focusOwner();
        return owner == null ? "nothing" : owner.getAccessibleContext().getAccessibleName();
    }

    private void key(String keys) {
        List<Integer> codes = new ArrayList<>();
        for (String key : keys.split(" ", -1)) {
            codes.add(
                    switch (key) {
                        case "tab" -> KeyEvent.VK_TAB;
                        case "enter" -> KeyEvent.VK_ENTER;
                        case "escape" -> KeyEvent.VK_ESCAPE;
                        case "space" -> KeyEvent.VK_SPACE;
                        case "shift" -> KeyEvent.VK_SHIFT;
                        case "alt" -> KeyEvent.VK_ALT;
                        default -> KeyEvent.getExtendedKeyCodeForChar(key.charAt(0));
                    });
        }
        codes.forEach(robot::keyPress);
        for (int i = codes.size() - 1; i >= 0; i--) {
            robot.keyRelease(codes.get(i));
        }
    }

    private void type(String text) throws Exception {
        await(() -> focusOwner() instanceof JTextComponent field && field.isEditable());
        text.chars().forEach(c -> key(c == ' ' ? "space" : Character.toString(c)));
        await(() ->
                focusOwner() instanceof JTextComponent field && field.getText().endsWith(text));
    }

    /** Clicks until the button has noticed: where the machine is busy the window may move under the mouse. */
    private void press(String text) throws Exception {
        await(() -> button(window(), text) != null);
        AtomicBoolean pressed = new AtomicBoolean();
        AbstractButton button = onEventThread(() -> {
            AbstractButton found = button(window(), text);
            found.addActionListener(event -> pressed.set(true));
            return found;
        });
        for (int tries = 0; tries < 3 && !pressed.get(); tries++) {
            Point place = onEventThread(() -> {
                Point corner = button.getLocationOnScreen();
                corner.translate(button.getWidth() / 2, button.getHeight() / 2);
                return corner;
            });
            // a pointer that is there already enters nothing
            robot.mouseMove(0, 0);
            robot.mouseMove(place.x, place.y);
            robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
            robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
            for (int looks = 0; looks < 100 && !pressed.get(); looks++) {
                Thread.sleep(20);
            }
        }
        if (!pressed.get()) {
            // a display without a window manager may keep the mouse from a window
            System.out.println("MOUSE is lost at " + text);
            EventQueue.invokeLater(button::doClick);
        }
    }

    private static AbstractButton button(Container parent, String text) {
        for (Component each : parent.getComponents()) {
            if (each instanceof AbstractButton button && text.equals(button.getText())) {
                return button;
            }
            AbstractButton below = each instanceof Container container ? button(container, text) : null;
            if (below != null) {
                return below;
            }
        }
        return null;
    }

    private static List<String> texts(Container parent) {
        List<String> texts = new ArrayList<>();
        for (Component each : parent.getComponents()) {
            if (!each.isVisible()) {
                continue;
            }
            if (each instanceof AbstractButton button) {
                texts.add(button.getText());
            } else if (each instanceof JTextComponent text) {
                texts.add(text.getText());
            } else if (each instanceof javax.swing.JLabel label && label.getText() != null) {
                texts.add(label.getText());
            } else if (each instanceof Container container) {
                texts.addAll(texts(container));
            }
        }
        return texts;
    }

    /** Prints what has less room than it needs; what scrolls needs none. */
    private static void clipped(Container parent) {
        for (Component each : parent.getComponents()) {
            boolean scrolls = each instanceof JViewport || each instanceof JScrollPane;
            boolean inside = new Rectangle(parent.getSize()).contains(each.getBounds());
            if (each.isVisible()
                    && !scrolls
                    && !(each instanceof Box.Filler)
                    && (each.getHeight() < each.getPreferredSize().height
                            || (each instanceof AbstractButton && each.getWidth() < each.getPreferredSize().width)
                            || !inside)) {
                System.out.println("CLIPPED " + each.getAccessibleContext().getAccessibleName() + " " + each);
            }
            if (!scrolls && each instanceof Container container) {
                clipped(container);
            }
        }
    }

    private void picture(Path file) throws Exception {
        Files.createDirectories(file.getParent());
        // painted, not only laid out
        Thread.sleep(300);
        robot.waitForIdle();
        Rectangle bounds = onEventThread(() -> window().getBounds());
        File target = file.toFile();
        var pictures = robot.createMultiResolutionScreenCapture(bounds).getResolutionVariants();
        ImageIO.write((java.awt.image.RenderedImage) pictures.get(pictures.size() - 1), "png", target);
    }
}
