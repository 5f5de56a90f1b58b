package dev.recourse.crash.render;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what is about to leave memory: by the name that stands beside a value, by the shape of a value, and
 * the personal part of mail addresses. When in doubt, more is hidden.
 *
 * <p>A text is read as it stands, and as what it may be an encoding of: of an address, an entity, a string in a string.
 * Every finder takes a time that grows no faster than the text.
 */
public final class Redactor {

    /** Stands in the place of a secret. */
    public static final String REDACTED = "***";

    /** Most of a text that is kept; the rest is cut off. */
    static final int LONGEST = 16_384;

    /** What is searched beyond that, for secrets that begin in what is kept. */
    private static final int AHEAD = 4096;

    private static final int DEEPEST_ENCODING = 4;

    private final SecretNames names;

    private final List<SecretFinder> finders = new ArrayList<>();

    private final UserPatterns patterns;

    /** Creates a redactor that hides personal data. */
    public Redactor(Collection<String> keys, Collection<Pattern> values) {
        this(keys, values, true);
    }

    /**
     * Creates a redactor.
     *
     * @param keys words that mark a name, added to the built-in ones
     * @param values patterns of values, added to the built-in ones
     * @param personal whether mail addresses lose what stands before the {@code @}
     */
    public Redactor(Collection<String> keys, Collection<Pattern> values, boolean personal) {
        this.names = new SecretNames(keys);
        this.patterns = new UserPatterns(List.copyOf(values));
        finders.add(new NamedSecrets(names));
        finders.add(new CredentialShapes());
        finders.add(new IssuedKeys());
        finders.add(new UrlCredentials());
        finders.add(new OAuthCodes());
        finders.add(new WebhookAddresses());
        finders.add(new CardNumbers());
        if (personal) {
            finders.add(new MailAddresses());
        }
    }

    /** Returns a text without the secrets in it, cut to 16,384 characters. */
    public String text(String text) {
        String searched = text.substring(0, Math.min(text.length(), LONGEST + AHEAD));
        BitSet hidden = new BitSet(searched.length());
        patterns.find(searched, hidden::set);
        DecodedText layer = DecodedText.of(searched);
        for (int i = 0; i < DEEPEST_ENCODING && layer != null; i++) {
            find(layer, hidden);
            layer = layer.decode();
        }
        return hidden.isEmpty() ? TextCut.shortened(text, LONGEST) : without(hidden, text);
    }

    private void find(DecodedText layer, BitSet hidden) {
        try {
            for (SecretFinder finder : finders) {
                finder.find(layer.text(), (from, to) -> hidden.set(layer.origin(from), layer.origin(to)));
            }
        } catch (RuntimeException ex) {
            // what cannot be searched is not shown
            hidden.set(0, layer.origin(layer.text().length()));
        }
    }

    private static String without(BitSet hidden, String text) {
        StringBuilder rest = new StringBuilder(Math.min(text.length(), LONGEST));
        int kept = 0;
        for (int from = hidden.nextSetBit(0); from >= 0 && from < LONGEST; from = hidden.nextSetBit(kept)) {
            rest.append(text, kept, TextCut.before(text, from)).append(REDACTED);
            kept = TextCut.behind(text, hidden.nextClearBit(from));
        }
        if (kept < LONGEST) {
            rest.append(TextCut.shortened(text.substring(kept), LONGEST - kept));
        } else if (kept < text.length()) {
            rest.append(TextCut.ELLIPSIS);
        }
        return rest.toString();
    }

    /** Returns the value of this name without the secrets in it. */
    public String value(String name, String value) {
        return isSecret(name) ? REDACTED : text(value);
    }

    /** Returns a command line without the secrets in it, {@code --name=value} and {@code --name value} alike. */
    public String arguments(List<String> arguments) {
        List<String> redacted = new ArrayList<>();
        boolean secret = false;
        for (String argument : arguments) {
            redacted.add(secret ? REDACTED : argument(argument));
            secret = isSecretOption(argument);
        }
        return String.join(" ", redacted);
    }

    /** Returns whether this argument of a command line says that the next one is a secret. */
    boolean isSecretOption(String argument) {
        return argument.startsWith("-") && separator(argument) < 0 && isSecret(argument);
    }

    private String argument(String argument) {
        int separator = separator(argument);
        if (separator < 0 || !isSecret(argument.substring(0, separator))) {
            return text(argument);
        }
        return text(argument.substring(0, separator)) + argument.charAt(separator) + REDACTED;
    }

    private static int separator(String argument) {
        for (int i = 0; i < argument.length(); i++) {
            if (argument.charAt(i) == '=' || argument.charAt(i) == ' ') {
                return i;
            }
        }
        return -1;
    }

    /** Returns whether a value of this name is a secret, whatever it is. */
    public boolean isSecret(String name) {
        return names.matches(name);
    }
}
