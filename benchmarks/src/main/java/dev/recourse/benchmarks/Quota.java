package dev.recourse.benchmarks;

import org.springframework.http.HttpStatus;
import org.springframework.web.client.HttpClientErrorException;

/** What a call uses up: refused as often as said, then granted. */
final class Quota {

    static final String GRANTED = "granted";

    private int refusals;

    Quota(int refusals) {
        this.refusals = refusals;
    }

    String take() {
        if (refusals > 0) {
            refusals--;
            throw new HttpClientErrorException(HttpStatus.TOO_MANY_REQUESTS);
        }
        return GRANTED;
    }
}
