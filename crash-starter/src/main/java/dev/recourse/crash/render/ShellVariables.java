package dev.recourse.crash.render;

/** Tells a variable that is set for a command, {@code PGPASSWORD=... psql -h db}, from one that has its line to itself. */
final class ShellVariables {

    private static final int LONGEST_COMMAND = 100;

    private ShellVariables() {}

    /** Returns whether a command follows: its name has a hyphen or is a path, or options follow it. */
    static boolean isForCommand(Name variable) {
        CharSequence text = variable.text();
        int start = variable.start();
        int end = variable.end();
        Operator operator = variable.operator();
        if (operator.colon() || operator.spaced() || !operator.tight() || !isUpperCase(text, start, end)) {
            return false;
        }
        int limit = Math.min(text.length(), end + LONGEST_COMMAND);
        int command = end;
        while (command < limit && !Chars.isSpace(text.charAt(command))) {
            command++;
        }
        for (int i = command; i < limit && !Chars.isLineEnd(text.charAt(i)); i++) {
            if (Chars.isBlank(text.charAt(i)) && Chars.at(text, i + 1) == '-' && Chars.isName(Chars.at(text, i + 2))) {
                return true;
            }
        }
        String name = Chars.text(text, command + 1, Chars.nameEnd(text, command + 1));
        return Chars.startsWith(text, command + 1, "./")
                || Chars.startsWith(text, command + 1, "/")
                || (name.indexOf('-') > 0 && Plain.isPlain(name));
    }

    private static boolean isUpperCase(CharSequence text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (Character.isLowerCase(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
