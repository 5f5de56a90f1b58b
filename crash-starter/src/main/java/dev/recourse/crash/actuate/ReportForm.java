package dev.recourse.crash.actuate;

import org.springframework.boot.actuate.endpoint.Producible;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** What a report can be had as; of what a client accepts the last is taken, so a browser gets a page. */
enum ReportForm implements Producible<ReportForm> {
    V2("application/vnd.spring-boot.actuator.v2+json"),
    V3("application/vnd.spring-boot.actuator.v3+json"),
    JSON("application/json"),
    PAGE("text/html;charset=UTF-8");

    private final String type;

    ReportForm(String type) {
        this.type = type;
    }

    @Override
    public MimeType getProducedMimeType() {
        return MimeTypeUtils.parseMimeType(type);
    }

    @Override
    public boolean isDefault() {
        return this == V3;
    }
}
