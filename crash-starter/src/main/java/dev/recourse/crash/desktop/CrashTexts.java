package dev.recourse.crash.desktop;

import dev.recourse.crash.show.Texts;
import java.util.Locale;

/**
 * What the window says, in the language of the moment.
 *
 * @param application its name
 */
record CrashTexts(Texts texts, String application) {

    static CrashTexts of(DesktopSettings settings) {
        Texts texts = new Texts(Locale.getDefault(Locale.Category.DISPLAY), settings.loader());
        String name = settings.application().get();
        return new CrashTexts(texts, name == null || name.isBlank() ? texts.get("application") : name);
    }

    String get(String key, Object... arguments) {
        return texts.get(key, arguments);
    }
}
