package dev.recourse.crash.desktop;

import dev.recourse.crash.CrashFeedback.Consent;
import dev.recourse.crash.CrashNotice;
import dev.recourse.crash.render.TextCut;
import dev.recourse.crash.show.ConsoleText;
import dev.recourse.crash.show.CrashMail;
import java.awt.BorderLayout;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.GridBagLayout;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.swing.Icon;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.UIManager;
import javax.swing.WindowConstants;
import org.jspecify.annotations.Nullable;

/** The window that tells of a crash, for the event thread alone. It shows the first crash, and counts those that come while it is open. */
final class CrashWindow {

    /** A longer text takes the event thread long to lay out; all of it is on the page. */
    private static final int LONGEST_MESSAGE = 10_000;

    private static final int LONGEST_NAME = 60;

    private static final int MESSAGE_ROWS = 3;

    private static final int COMMENT_ROWS = 3;

    private final CrashTexts texts;

    private final ReportActions actions;

    private final Parts parts = new Parts();

    private final JFrame frame = new JFrame();

    private final List<String> ids = new ArrayList<>();

    private final @Nullable Icon icon = UIManager.getIcon("OptionPane.errorIcon");

    private final int headWidth = parts.width() - (icon == null ? 0 : icon.getIconWidth() + parts.space(2));

    private final JTextArea situation = parts.prose("", headWidth);

    private final JTextArea more = parts.prose("", headWidth);

    private final JTextArea state = parts.prose("", parts.width());

    private final JTextArea comment = new JTextArea(COMMENT_ROWS, Parts.COLUMNS);

    private final JCheckBox always = new JCheckBox();

    private volatile boolean open = true;

    CrashWindow(CrashTexts texts, ReportActions actions, CrashNotice notice) {
        this.texts = texts;
        this.actions = actions;
        ids.add(notice.id());
        frame.setTitle(texts.application());
        frame.setModalExclusionType(Dialog.ModalExclusionType.TOOLKIT_EXCLUDE);
        frame.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
        frame.addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosing(WindowEvent event) {
                close();
            }
        });
        parts.onEscape(frame.getRootPane(), this::close);
        parts.text(situation, texts.get("goes-on"));
        parts.text(more, "");
        delivery(notice);
        fill(notice);
    }

    /** Shows it, in the middle of the screen and not larger than that, in front of whatever is there. */
    void open() {
        frame.pack();
        Rectangle screen = GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds();
        frame.setSize(Math.min(frame.getWidth(), screen.width), Math.min(frame.getHeight(), screen.height));
        frame.setLocationRelativeTo(null);
        frame.setAlwaysOnTop(true);
        frame.setVisible(true);
        frame.toFront();
        frame.setAlwaysOnTop(false);
        comment.requestFocusInWindow();
    }

    boolean isOpen() {
        return open;
    }

    /** Returns whether this is the window, or one that it has opened. */
    boolean owns(Window other) {
        return other == frame || other.getOwner() == frame;
    }

    /** Counts one more crash. */
    void add(CrashNotice notice) {
        ids.add(notice.id());
        int others = ids.size() - 1;
        change(more, others == 1 ? texts.get("more-one") : texts.get("more-many", others));
    }

    /** Says that all of it happened to an earlier process, and counts what else did. */
    void earlier(List<CrashNotice> others) {
        others.forEach(notice -> ids.add(notice.id()));
        change(situation, others.isEmpty() ? texts.get("earlier") : texts.get("earlier-many", ids.size()));
    }

    /** Says what becomes of the report that is shown. */
    void delivery(CrashNotice notice) {
        if (notice.id().equals(ids.get(0))) {
            String key = notice.delivered() ? "sent" : notice.waits() && !notice.asks() ? "waits" : "kept";
            change(state, texts.get(key, notice.id()));
        }
    }

    void ends(Duration wait) {
        change(situation, texts.get("ends", wait.toSeconds()));
    }

    /** Closes it without a decision; what is written in it is kept. */
    void close() {
        answer(null);
    }

    private void answer(@Nullable Boolean send) {
        if (open) {
            open = false;
            actions.answer(List.copyOf(ids), comment.getText(), send, always.isSelected());
            frame.dispose();
        }
    }

    private void fill(CrashNotice notice) {
        JPanel content = new JPanel(new GridBagLayout());
        content.setBorder(parts.margin());
        content.add(head(), parts.below(0, false));
        String message = ConsoleText.lines(TextCut.shortened(notice.message(), LONGEST_MESSAGE));
        content.add(parts.reader(message, MESSAGE_ROWS, texts.get("message")), parts.below(2, true));
        String question = texts.get("comment");
        JScrollPane answer = parts.scrolled(comment, Parts.Marked.of(question).text());
        content.add(parts.label(question, comment), parts.below(3, false));
        content.add(answer, parts.below(1, true));
        content.add(state, parts.below(3, false));
        content.add(tools(notice), parts.below(1, false));
        if (notice.asks()) {
            content.add(parts.prose(texts.get("question"), parts.width()), parts.below(3, false));
        } else if (actions.hasChosen()) {
            content.add(chosen(), parts.below(3, false));
        }
        content.add(notice.asks() ? decision() : closing(), parts.below(3, false));
        frame.setContentPane(content);
        frame.getAccessibleContext().setAccessibleDescription(situation.getText() + ' ' + message);
    }

    private JPanel head() {
        JPanel words = new JPanel(new GridBagLayout());
        words.add(
                parts.headline(texts.get("failed", TextCut.shortened(texts.application(), LONGEST_NAME)), headWidth),
                parts.below(0, false));
        words.add(situation, parts.below(1, false));
        words.add(more, parts.below(1, false));
        JPanel head = new JPanel(new BorderLayout(parts.space(2), 0));
        if (icon != null) {
            JLabel picture = new JLabel(icon);
            picture.setVerticalAlignment(JLabel.TOP);
            head.add(picture, BorderLayout.LINE_START);
        }
        head.add(words, BorderLayout.CENTER);
        return head;
    }

    private JPanel tools(CrashNotice notice) {
        JButton show = parts.button(
                texts.get("show"),
                () -> actions.show(notice.id(), comment.getText(), file -> later(() -> failed(file))));
        JButton mail = parts.button(
                texts.get("mail"),
                () -> actions.mail(notice.id(), comment.getText(), text -> later(() -> failed(text))));
        JButton copy = parts.copyButton(texts.get("copy"), texts.get("copied"), notice.id());
        return actions.canMail() ? parts.row(show, mail, copy, null) : parts.row(show, copy, null);
    }

    private JPanel decision() {
        parts.marked(always, texts.get("always"));
        JButton send = parts.button(texts.get("send"), () -> answer(true));
        frame.getRootPane().setDefaultButton(send);
        return parts.row(always, null, parts.button(texts.get("keep"), () -> answer(false)), send);
    }

    private JPanel closing() {
        JButton close = parts.button(texts.get("close"), this::close);
        frame.getRootPane().setDefaultButton(close);
        return parts.row(null, close);
    }

    /** Says what the user has chosen before, and takes it back. */
    private JPanel chosen() {
        String key = actions.consent() == Consent.ALWAYS ? "always-sent" : "never-sent";
        JTextArea choice = parts.prose(texts.get(key), parts.width());
        JPanel chosen = new JPanel(new GridBagLayout());
        JButton again = parts.button(texts.get("ask-again"), () -> {});
        again.addActionListener(event -> {
            actions.askAgain();
            again.setEnabled(false);
            change(choice, texts.get("asked-again"));
        });
        chosen.add(choice, parts.below(0, false));
        chosen.add(parts.row(again, null), parts.below(1, false));
        return chosen;
    }

    private void failed(Path file) {
        change(state, texts.get("open-failed", file));
    }

    private void failed(CrashMail mail) {
        new MailText(frame, texts, parts, mail).open();
    }

    /** What has become of the window meanwhile does not matter to who works for it. */
    private void later(Runnable change) {
        EventQueue.invokeLater(() -> {
            if (open) {
                change.run();
            }
        });
    }

    /** Changes a text, for which the window may have to grow. */
    private void change(JTextArea prose, String text) {
        parts.text(prose, text);
        if (frame.isVisible()
                && frame.getContentPane().getPreferredSize().height
                        > frame.getContentPane().getHeight()) {
            frame.pack();
        }
    }
}
