package dev.recourse.crash.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplaysTests {

    @ParameterizedTest
    @CsvSource({
        "Linux, , :0, true",
        "Linux, , '', false",
        "Linux, , , false",
        "Linux, false, :0, true",
        "Linux, false, , false",
        "Linux, true, :0, false",
        "Windows 11, , , true",
        "Windows 11, true, , false",
        "Mac OS X, false, , true",
        "FreeBSD, , :1, true",
        "FreeBSD, , , false"
    })
    void displayIsThereWhereAwtWouldFindOne(String os, String headless, String display, boolean there) {
        Properties properties = new Properties();
        properties.setProperty("os.name", os);
        if (headless != null) {
            properties.setProperty("java.awt.headless", headless);
        }
        assertThat(Displays.isThere(properties, display == null ? Map.of() : Map.of("DISPLAY", display)))
                .isEqualTo(there);
    }
}
