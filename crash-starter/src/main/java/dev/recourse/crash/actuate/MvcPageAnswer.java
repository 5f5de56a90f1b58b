package dev.recourse.crash.actuate;

import dev.recourse.crash.show.Page;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Makes an answer with headers: Spring MVC passes on as it is what an endpoint returns and Actuator does not know. */
public final class MvcPageAnswer implements CrashReportsWebExtension.PageAnswer {

    @Override
    public Object of(byte[] page) {
        return ResponseEntity.ok()
                .contentType(new MediaType(ReportForm.PAGE.getProducedMimeType()))
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", Page.POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .body(page);
    }
}
