package dev.recourse.crash.desktop;

import java.awt.Dimension;
import java.awt.Font;
import java.awt.GridBagConstraints;
import java.awt.Insets;
import java.awt.KeyboardFocusManager;
import java.awt.event.ActionEvent;
import java.awt.event.FocusEvent;
import java.awt.event.FocusListener;
import java.awt.event.KeyEvent;
import javax.swing.AbstractAction;
import javax.swing.AbstractButton;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JRootPane;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.KeyStroke;
import javax.swing.UIManager;
import javax.swing.border.Border;
import org.jspecify.annotations.Nullable;

/** Makes what the window consists of, in the look and feel and in the font of the application; no text becomes HTML. */
final class Parts {

    /** Width of a text, in characters. */
    static final int COLUMNS = 40;

    private static final float HEADLINE = 1.35f;

    private final Font font;

    Parts() {
        Font known = UIManager.getFont("Label.font");
        font = known == null ? new Font(Font.DIALOG, Font.PLAIN, 12) : known;
    }

    /** Returns this many halves of the font's size: so distances grow with it. */
    int space(int halves) {
        return Math.round(font.getSize2D() * halves / 2);
    }

    Border margin() {
        int space = space(3);
        return BorderFactory.createEmptyBorder(space, space, space, space);
    }

    /** Returns the place of the next part below the others. */
    GridBagConstraints below(int spaceAbove, boolean grows) {
        return new GridBagConstraints(
                0,
                GridBagConstraints.RELATIVE,
                1,
                1,
                1,
                grows ? 1 : 0,
                GridBagConstraints.NORTHWEST,
                grows ? GridBagConstraints.BOTH : GridBagConstraints.HORIZONTAL,
                new Insets(space(spaceAbove), 0, 0, 0),
                0,
                0);
    }

    /** Returns the width of what is in the window. */
    int width() {
        return COLUMNS * new JTextArea().getFontMetrics(font).charWidth('m');
    }

    /** Returns a text in as many lines as it needs at this width, on the background of the window. */
    JTextArea prose(String text, int width) {
        return prose(text, width, font);
    }

    JTextArea headline(String text, int width) {
        return prose(text, width, font.deriveFont(Font.BOLD, font.getSize2D() * HEADLINE));
    }

    /** The height of a text that wraps follows from its width, which it must have before it is laid out for the first time. */
    private static JTextArea prose(String text, int width, Font font) {
        JTextArea prose = new JTextArea(text);
        prose.setFont(font);
        prose.setForeground(UIManager.getColor("Label.foreground"));
        prose.setLineWrap(true);
        prose.setWrapStyleWord(true);
        prose.setEditable(false);
        prose.setFocusable(false);
        prose.setOpaque(false);
        prose.setBorder(null);
        prose.setSize(width, 1);
        return prose;
    }

    /** Changes a text; one without words takes no room. */
    void text(JTextArea prose, String text) {
        prose.setText(text);
        prose.setVisible(!text.isEmpty());
    }

    /** Returns a text of any length, which is read with the arrow keys too. */
    JScrollPane reader(String text, int rows, String name) {
        JTextArea reader = new JTextArea(text, rows, COLUMNS);
        reader.setEditable(false);
        reader.setBackground(UIManager.getColor("Panel.background"));
        reader.setCaretPosition(0);
        reader.addFocusListener(new FocusListener() {
            @Override
            public void focusGained(FocusEvent event) {
                reader.getCaret().setVisible(true);
            }

            @Override
            public void focusLost(FocusEvent event) {
                reader.getCaret().setVisible(false);
            }
        });
        return scrolled(reader, name);
    }

    /** Returns the area with bars where they are needed; the Tab key leads out of it. */
    JScrollPane scrolled(JTextArea area, String name) {
        area.setFont(font);
        area.setLineWrap(true);
        area.setWrapStyleWord(true);
        int space = space(1);
        area.setBorder(BorderFactory.createEmptyBorder(space, space, space, space));
        area.setFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, null);
        area.setFocusTraversalKeys(KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, null);
        area.getAccessibleContext().setAccessibleName(name);
        JScrollPane scroll =
                new JScrollPane(area, JScrollPane.VERTICAL_SCROLLBAR_AS_NEEDED, JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
        scroll.setMinimumSize(new Dimension(0, scroll.getPreferredSize().height));
        return scroll;
    }

    /** Returns parts side by side; a null among them takes the room that is left. */
    JPanel row(@Nullable JComponent... each) {
        JPanel row = new JPanel();
        row.setLayout(new BoxLayout(row, BoxLayout.LINE_AXIS));
        for (int i = 0; i < each.length; i++) {
            JComponent part = each[i];
            if (i > 0) {
                row.add(Box.createHorizontalStrut(space(1)));
            }
            row.add(part == null ? Box.createHorizontalGlue() : part);
        }
        return row;
    }

    JLabel label(String marked, JComponent of) {
        JLabel label = new JLabel();
        label.putClientProperty("html.disable", true);
        Marked text = Marked.of(marked);
        label.setText(text.text());
        if (text.at() >= 0) {
            label.setDisplayedMnemonic(text.key());
            label.setDisplayedMnemonicIndex(text.at());
        }
        label.setLabelFor(of);
        return label;
    }

    /** Returns a button, which both the space bar and Enter press. */
    JButton button(String marked, Runnable action) {
        JButton button = marked(new JButton(), marked);
        button.addActionListener(event -> action.run());
        button.getInputMap().put(KeyStroke.getKeyStroke(KeyEvent.VK_ENTER, 0, false), "pressed");
        button.getInputMap().put(KeyStroke.getKeyStroke(KeyEvent.VK_ENTER, 0, true), "released");
        return button;
    }

    /** Returns a button that copies, and says so. */
    JButton copyButton(String marked, String copied, String text) {
        JButton copy = button(marked, () -> {});
        copy.addActionListener(event -> {
            if (Clipboards.copy(text)) {
                copy.setText(copied);
            }
        });
        return copy;
    }

    <T extends AbstractButton> T marked(T button, String marked) {
        button.putClientProperty("html.disable", true);
        Marked text = Marked.of(marked);
        button.setText(text.text());
        if (text.at() >= 0) {
            button.setMnemonic(text.key());
            button.setDisplayedMnemonicIndex(text.at());
        }
        return button;
    }

    void onEscape(JRootPane root, Runnable action) {
        root.getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW).put(KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0), "close");
        root.getActionMap().put("close", new AbstractAction() {
            private static final long serialVersionUID = 1L;

            @Override
            public void actionPerformed(ActionEvent event) {
                action.run();
            }
        });
    }

    /**
     * A text with the letter that is pressed with Alt.
     *
     * @param at its place, negative where there is none
     */
    record Marked(String text, int at) {

        static Marked of(String marked) {
            int at = marked.indexOf('&');
            return at < 0 || at == marked.length() - 1
                    ? new Marked(marked, -1)
                    : new Marked(marked.substring(0, at) + marked.substring(at + 1), at);
        }

        int key() {
            return KeyEvent.getExtendedKeyCodeForChar(Character.toUpperCase(text.charAt(at)));
        }
    }
}
