package dev.recourse.samples.quota;

import dev.recourse.retry.RetryOnStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/** An HTTP service interface, retried by the rules of the client {@code tracking}. */
@HttpExchange
interface TrackingApi {

    @RetryOnStatus("tracking")
    @GetExchange("/parcels/{number}")
    Parcel parcel(@PathVariable int number);

    /** Where a parcel is. */
    record Parcel(int number, String place) {}
}
