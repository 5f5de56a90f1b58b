package dev.recourse.crash.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a search costs is counted, in characters that it reads: it grows no faster than the text, whoever chose it. */
class RedactionCostTests {

    private static final int LENGTH = 16_384;

    /** Characters read for each of the text, at most. Twice as many for a text half as long would be a square. */
    private static final int MOST_READS = 250;

    private static final List<String> PARTS = List.of(
            ("a:|a=|a |a.|password=|password:|password: |password=[|password=a[|password=a['x |password=\"|password='"
                            + "|password |<password>|<password |<pw>x</x>|token |token: is |(password: is |(|[|{|[(|(]|{\"a\":"
                            + "|name=|value=|name=password,value=|value=x,name=password,|value=[|name: password |://|a://b:"
                            + "|a://b@c:|a://b:c@|://a:b@=|@a.|a@b.c|4|4242 |4242-|eyJ|eyJa.|-----BEGIN |-----BEGIN PRIVATE KEY"
                            + "|-|Bearer |basic |basic:|ghp_|sk-|/hooks/|/hooks/1/|/bot1234567:|\\|\\\"|%22|%25|&quot;|&|\n|\n "
                            + "|password:\n |password: @\n |- password:\n  - |PASSWORD=a |--password |--password,|-u a:b "
                            + "|mysql -p|identified by |row contains (|(token) values (|password for a |password for ada: "
                            + "|'|''|\"\"|form-data; name=\"token\"\n\n|value 'x' for key 'token' |[password=a,b=|?token="
                            + "|Authorization: |[Authorization=a, B|password=a;|$$|A=|jdbc:oracle:thin:a/|api key "
                            + "|code=a&|state=b&|{\"d\":\"|d=a,|kty=RSA,|{kty=RSA,d=|::|password:: ")
                    .split("\\|"));

    private static final List<SecretFinder> FINDERS = List.of(
            new NamedSecrets(new SecretNames(List.of())),
            new CredentialShapes(),
            new IssuedKeys(),
            new UrlCredentials(),
            new OAuthCodes(),
            new WebhookAddresses(),
            new CardNumbers(),
            new MailAddresses());

    static Stream<String> parts() {
        Random random = new Random(7);
        List<String> parts = new ArrayList<>(PARTS);
        for (int i = 0; i < 200; i++) {
            parts.add(any(random) + any(random) + any(random));
        }
        return parts.stream();
    }

    private static String any(Random random) {
        return PARTS.get(random.nextInt(PARTS.size()));
    }

    @ParameterizedTest
    @MethodSource("parts")
    void findReadsEachCharacterAFewTimes(String part) {
        String text = part.repeat(LENGTH / part.length() + 1).substring(0, LENGTH);
        for (SecretFinder finder : FINDERS) {
            CountingText counting = new CountingText(text);
            finder.find(counting, (from, to) -> assertThat(from).isBetween(0, to));
            assertThat(counting.reads / LENGTH)
                    .as(finder.getClass().getSimpleName())
                    .isLessThan(MOST_READS);
        }
    }

    private static final class CountingText implements CharSequence {

        private final String text;

        private long reads;

        CountingText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            reads++;
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            reads += end - start;
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
