package dev.recourse.samples.workbench.desktop;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLightLaf;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.FlowLayout;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.WindowConstants;

/** Shows the open project, the tool in use and the gauge, and crashes when somebody measures. */
public final class MainWindow {

    static final String TITLE = "Workbench";

    private final JFrame frame = new JFrame(TITLE);

    private final JButton measure = new JButton("Measure the shaft");

    private final Gauge gauge = new Gauge();

    private MainWindow(Runnable measuring, Consumer<String> takeTool) {
        frame.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        JComboBox<String> tool = new JComboBox<>(new String[] {"lathe", "mill", "drill"});
        tool.addActionListener(event -> takeTool.accept(String.valueOf(tool.getSelectedItem())));
        // its failure is one of the event thread
        measure.addActionListener(event -> measuring.run());
        JPanel top = new JPanel(new FlowLayout(FlowLayout.LEADING, 12, 12));
        top.add(new JLabel("Project: gearbox"));
        top.add(new JLabel("Tool:"));
        top.add(tool);
        top.add(measure);
        gauge.setBorder(BorderFactory.createEmptyBorder(12, 12, 12, 12));
        frame.add(top, BorderLayout.PAGE_START);
        frame.add(gauge, BorderLayout.CENTER);
        frame.setMinimumSize(new Dimension(960, 700));
    }

    /**
     * Opens the window.
     *
     * @param measuring what the button does, which fails
     */
    public static void open(boolean dark, Runnable measuring, Consumer<String> takeTool) {
        EventQueue.invokeLater(() -> {
            if (dark) {
                FlatDarkLaf.setup();
            } else {
                FlatLightLaf.setup();
            }
            // a title bar of the same look, also where no window manager gives one
            JFrame.setDefaultLookAndFeelDecorated(true);
            MainWindow window = new MainWindow(measuring, takeTool);
            window.frame.pack();
            window.frame.setLocationRelativeTo(null);
            window.frame.setVisible(true);
            window.gauge.show(List.of(12.01, 12.02, 12.04));
            window.measure.requestFocusInWindow();
        });
    }
}
