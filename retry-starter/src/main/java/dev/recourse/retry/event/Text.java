package dev.recourse.retry.event;

import dev.recourse.retry.RemoteCooldownException;
import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.failure.IoFailure;
import java.time.Duration;
import java.util.Locale;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/** Formats durations, sizes, constants and failures for log lines, tags and the endpoint. */
public final class Text {

    private Text() {}

    /** Returns the parts that are not zero: {@code 1m30s}. */
    public static String of(Duration duration) {
        return duration.isZero() ? "0s" : DurationFormatterUtils.print(duration, DurationFormat.Style.COMPOSITE);
    }

    /** Returns the size in the largest unit of which it is a whole number: {@code 64KB}. */
    public static String of(DataSize size) {
        long bytes = size.toBytes();
        String[] units = {"B", "KB", "MB", "GB", "TB"};
        int unit = 0;
        while (bytes != 0 && bytes % 1024 == 0 && unit < units.length - 1) {
            bytes /= 1024;
            unit++;
        }
        return bytes + units[unit];
    }

    /** Returns the name of a constant as a key or a tag writes it: {@code beyond-max-wait}. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns status, kind or type; nothing of a message but our own, for others may be long or hostile. */
    public static String of(Failure failure) {
        if (failure.exception() instanceof RemoteCooldownException remote) {
            return remote.getMessage();
        }
        if (failure.response() != null) {
            return "status " + failure.response().status();
        }
        String type = ClassUtils.getShortName(failure.exception().getClass());
        IoFailure io = failure.io();
        return io == null ? type : "a " + io.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " (" + type + ")";
    }
}
