package dev.recourse.samples.workbench;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Without which the program does not start. */
@Component
class Licence {

    Licence(@Value("${crash:none}") Crash crash) {
        if (crash == Crash.STARTUP) {
            throw new IllegalStateException("The licence has run out");
        }
    }
}
