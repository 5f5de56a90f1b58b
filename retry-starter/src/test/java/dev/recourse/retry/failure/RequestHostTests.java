package dev.recourse.retry.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recourse.retry.RawServer;
import feign.Feign;
import feign.RequestLine;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

class RequestHostTests {

    private static final String PATH = "/events?token=secret#part";

    @Test
    void hostOfAResponseIsThatOfTheRequestWhereTheClientTellsIt() {
        try (RawServer server = RawServer.start(RawServer.answer(RawServer.response(429, "{}")))) {
            String host = "localhost:" + server.port();
            assertThat(RequestHost.of(catchThrowable(() -> new RestTemplate(new SimpleClientHttpRequestFactory())
                            .getForObject("http://" + host + PATH, String.class))))
                    .isEqualTo(host);
            assertThat(RequestHost.of(catchThrowable(() -> WebClient.create("http://" + host + PATH)
                            .get()
                            .retrieve()
                            .bodyToMono(String.class)
                            .block())))
                    .isEqualTo(host);
            assertThat(RequestHost.of(catchThrowable(() ->
                            Feign.builder().target(Api.class, "http://" + host).events())))
                    .isEqualTo(host);
        }
    }

    @Test
    void hostWhenNobodyAnswersIsThatOfTheRequest() {
        assertThat(RequestHost.of(catchThrowable(() -> RestClient.builder()
                        .requestFactory(new SimpleClientHttpRequestFactory())
                        .baseUrl("http://localhost:1" + PATH)
                        .build()
                        .get()
                        .retrieve()
                        .toBodilessEntity())))
                .isEqualTo("localhost:1");
    }

    @Test
    void hostWithoutARequestIsUnknown() {
        assertThat(RequestHost.of(new IllegalStateException("GET request for \"http://evil/\"")))
                .isNull();
        assertThat(RequestHost.of(new RestClientException("no address"))).isNull();
        assertThat(RequestHost.of(new RestClientException("GET request for \"http://u:p@host:80/\"")))
                .isEqualTo("host:80");
    }

    interface Api {

        @RequestLine("GET /events")
        String events();
    }
}
