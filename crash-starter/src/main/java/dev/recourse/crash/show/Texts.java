package dev.recourse.crash.show;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The texts for people in their language: English, French, German, Italian or Spanish, else English.
 *
 * <p>Those of {@code recourse-crash.properties} and its translations, such as {@code recourse-crash_de.properties}, on the application's
 * class path come before; all are in UTF-8.
 */
public final class Texts {

    private static final Log logger = LogFactory.getLog(Texts.class);

    private static final String OWN = "recourse-crash";

    private final Properties texts = new Properties();

    /**
     * Loads them.
     *
     * @param loader of the application's class path; null for none
     */
    public Texts(Locale locale, @Nullable ClassLoader loader) {
        List<String> endings = List.of(
                ".properties",
                "_" + locale.getLanguage() + ".properties",
                "_" + locale.getLanguage() + "_" + locale.getCountry() + ".properties");
        for (String ending : endings) {
            load(Texts.class.getResourceAsStream("texts" + ending));
        }
        for (String ending : endings) {
            load(loader == null ? null : loader.getResourceAsStream(OWN + ending));
        }
    }

    /** Returns a text with the mark before its letter, and with these in the places of {@code {0}} and so on. */
    public String get(String key, Object... arguments) {
        StringBuilder text = new StringBuilder(texts.getProperty(key, key));
        for (int i = 0; i < arguments.length; i++) {
            String place = "{" + i + "}";
            int at = text.indexOf(place);
            if (at >= 0) {
                text.replace(at, at + place.length(), arguments[i].toString());
            }
        }
        return text.toString();
    }

    Set<String> keys() {
        return new TreeSet<>(texts.stringPropertyNames());
    }

    private void load(@Nullable InputStream resource) {
        if (resource == null) {
            return;
        }
        try (InputStreamReader reader = new InputStreamReader(resource, UTF_8)) {
            texts.load(reader);
        } catch (IOException | IllegalArgumentException ex) {
            logger.warn("Texts for the user cannot be read", ex);
        }
    }
}
