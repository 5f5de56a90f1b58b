package dev.recourse.samples.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.requestTo;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withSuccess;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withTooManyRequests;

import dev.recourse.retry.test.AutoConfigureRetryWaits;
import dev.recourse.retry.test.RetryWaits;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.restclient.test.autoconfigure.RestClientTest;
import org.springframework.test.web.client.MockRestServiceServer;

@RestClientTest(properties = "api.url=https://api.example")
@ImportAutoConfiguration({HttpServiceClientPropertiesAutoConfiguration.class, HttpServiceClientAutoConfiguration.class})
@AutoConfigureRetryWaits
class TrackingApiTests {

    @Autowired
    private TrackingApi tracking;

    @Autowired
    private MockRestServiceServer server;

    @Autowired
    private RetryWaits waits;

    @Test
    void parcelWhenOverQuotaWaitsAsLongAsTheServerAsks() {
        server.expect(requestTo("https://api.example/parcels/1")).andRespond(withTooManyRequests(5));
        server.expect(requestTo("https://api.example/parcels/1"))
                .andRespond(withSuccess("{\"number\": 1, \"place\": \"Oslo\"}", APPLICATION_JSON));

        assertThat(tracking.parcel(1).place()).isEqualTo("Oslo");

        assertThat(waits.delays()).containsExactly(Duration.ofSeconds(5));
    }
}
