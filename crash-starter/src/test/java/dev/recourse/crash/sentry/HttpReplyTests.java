package dev.recourse.crash.sentry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpReplyTests {

    private static HttpReply read(String text) throws IOException {
        return HttpReply.read(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
    }

    @Test
    void readJoinsHeadersOfOneName() throws IOException {
        HttpReply reply = read("HTTP/1.1 429 Too Many\r\nretry-after: 60\r\nX-A: 1\r\nx-a:2\r\nno header\r\n\r\nbody");
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("Retry-After")).isEqualTo("60");
        assertThat(reply.header("X-A")).isEqualTo("1, 2");
        assertThat(reply.header("X-B")).isNull();
    }

    @Test
    void readLeavesWhatComesBehindTheHead() throws IOException {
        InputStream in = new ByteArrayInputStream("HTTP/1.0 200\n\nbody".getBytes(ISO_8859_1));
        assertThat(HttpReply.read(in).status()).isEqualTo(200);
        assertThat(in.readAllBytes()).asString(ISO_8859_1).isEqualTo("body");
    }

    @Test
    void readPassesOverInterimResponses() throws IOException {
        assertThat(read("HTTP/1.1 103 Early\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\n\r\n")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\n",
                "\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 -20 OK\r\n\r\n",
                "220 mail\r\n\r\n"
            })
    void readWhenItIsNoResponseThrows(String text) {
        assertThatIOException().isThrownBy(() -> read(text));
    }

    @Test
    void readWhenTheHeadHasNoEndThrows() {
        assertThatIOException()
                .isThrownBy(() -> HttpReply.read(new InputStream() {
                    @Override
                    public int read() {
                        return 'x';
                    }
                }))
                .withMessageContaining("65536");
    }

    @ParameterizedTest
    @CsvSource({
        "'Basic realm=\"a\"', true",
        "'Digest realm=\"a\", nonce=\"b\"', false",
        "'Negotiate, basic realm=\"a\"', true",
        "'Bearer x=\"basic\"', false"
    })
    void asksForBasicWhenTheSchemeIsOffered(String challenge, boolean basic) throws IOException {
        assertThat(read("HTTP/1.1 407 No\r\nProxy-Authenticate: " + challenge + "\r\n\r\n")
                        .asksForBasic())
                .isEqualTo(basic);
    }
}
