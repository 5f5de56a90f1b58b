package dev.recourse.crash.desktop;

import dev.recourse.crash.show.CrashMail;
import java.awt.Dialog;
import java.awt.GridBagLayout;
import javax.swing.JButton;
import javax.swing.JDialog;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.WindowConstants;

/** A mail to copy, where there is no mail program. */
final class MailText {

    private static final int ROWS = 10;

    private final JDialog dialog;

    MailText(JFrame owner, CrashTexts texts, Parts parts, CrashMail mail) {
        dialog = new JDialog(owner, texts.application(), false);
        dialog.setModalExclusionType(Dialog.ModalExclusionType.TOOLKIT_EXCLUDE);
        dialog.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        parts.onEscape(dialog.getRootPane(), dialog::dispose);
        JPanel content = new JPanel(new GridBagLayout());
        content.setBorder(parts.margin());
        String intro = texts.get("mail-failed", mail.to());
        content.add(parts.prose(intro, parts.width()), parts.below(0, false));
        content.add(parts.reader(mail.text(), ROWS, intro), parts.below(2, true));
        JButton copy = parts.copyButton(texts.get("copy-text"), texts.get("copied"), mail.text());
        JPanel buttons = parts.row(null, copy, parts.button(texts.get("close"), dialog::dispose));
        content.add(buttons, parts.below(3, false));
        dialog.setContentPane(content);
        dialog.getRootPane().setDefaultButton(copy);
    }

    void open() {
        dialog.pack();
        dialog.setLocationRelativeTo(dialog.getOwner());
        dialog.setVisible(true);
    }
}
