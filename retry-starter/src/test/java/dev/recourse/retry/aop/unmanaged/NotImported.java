package dev.recourse.retry.aop.unmanaged;

import dev.recourse.retry.RetryOnStatus;
import org.springframework.web.service.annotation.GetExchange;

/** An HTTP service interface, annotated, in a package of the application, and imported nowhere. */
public interface NotImported {

    @RetryOnStatus
    @GetExchange("/events")
    String events();
}
