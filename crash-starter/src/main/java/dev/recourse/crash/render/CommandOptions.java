package dev.recourse.crash.render;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows the short options of commands that take a password: {@code sshpass -p}, {@code curl -u user:password}. */
final class CommandOptions {

    private static final Map<String, String> BY_COMMAND = Map.ofEntries(
            Map.entry("sshpass", "-p"),
            Map.entry("mysql", "-p"),
            Map.entry("mysqldump", "-p"),
            Map.entry("mysqladmin", "-p"),
            Map.entry("mariadb", "-p"),
            Map.entry("mongo", "-p"),
            Map.entry("mongosh", "-p"),
            Map.entry("mongodump", "-p"),
            Map.entry("login", "-p"),
            Map.entry("sqlcmd", "-P"),
            Map.entry("bcp", "-P"),
            Map.entry("redis-cli", "-a"),
            Map.entry("ldapsearch", "-w"),
            Map.entry("ldapadd", "-w"),
            Map.entry("ldapmodify", "-w"),
            Map.entry("kinit", "-w"),
            Map.entry("zip", "-P"),
            Map.entry("unzip", "-P"),
            Map.entry("7z", "-p"),
            Map.entry("smbclient", "-U"),
            Map.entry("curl", "-b"));

    private @Nullable String option;

    /** Notes a word of the text: it may be a command. */
    void word(String word) {
        String known = BY_COMMAND.get(word);
        option = known == null ? option : known;
    }

    /** Notes the end of a line, which ends every command. */
    void line() {
        option = null;
    }

    /** Returns how many characters of this option stand before its password, or -1 if it takes none. */
    int beforePassword(String word) {
        return option != null && word.startsWith(option) ? option.length() : -1;
    }

    /** Returns whether this option takes {@code user:password}. */
    static boolean takesUserAndPassword(String word) {
        return word.equals("-u")
                || word.equals("-U")
                || word.equals("--user")
                || word.equals("--proxy-user")
                || word.equals("--basic-auth");
    }
}
