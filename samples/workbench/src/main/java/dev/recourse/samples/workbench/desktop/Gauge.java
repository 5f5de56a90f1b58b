package dev.recourse.samples.workbench.desktop;

import java.awt.BasicStroke;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.List;
import javax.swing.JComponent;
import javax.swing.UIManager;

/** Draws the last values of the gauge, in millimetres, as a curve. */
final class Gauge extends JComponent {

    private static final long serialVersionUID = 1L;

    private static final double LEAST = 12.0;

    private static final double RANGE = 0.05;

    private transient List<Double> values = List.of();

    void show(List<Double> current) {
        values = List.copyOf(current);
        repaint();
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D canvas = (Graphics2D) graphics.create();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        int left = 100;
        int bottom = getHeight() - 40;
        int height = bottom - 30;
        int width = getWidth() - left - 30;
        canvas.setColor(UIManager.getColor("Label.disabledForeground"));
        for (int line = 0; line <= 5; line++) {
            int y = bottom - line * height / 5;
            canvas.drawLine(left, y, left + width, y);
            canvas.drawString(String.format("%.2f mm", LEAST + line * RANGE / 5), 8, y + 4);
        }
        canvas.setColor(UIManager.getColor("Component.accentColor"));
        canvas.setStroke(new BasicStroke(3));
        int lastX = 0;
        int lastY = 0;
        for (int i = 0; i < values.size(); i++) {
            int x = left + (i + 1) * width / (values.size() + 1);
            int y = bottom - (int) ((values.get(i) - LEAST) / RANGE * height);
            if (i > 0) {
                canvas.drawLine(lastX, lastY, x, y);
            }
            canvas.fillOval(x - 5, y - 5, 10, 10);
            lastX = x;
            lastY = y;
        }
        canvas.dispose();
    }
}
