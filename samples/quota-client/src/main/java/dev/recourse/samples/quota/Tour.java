package dev.recourse.samples.quota;

import dev.recourse.samples.quota.timeline.Timeline;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpServerErrorException;

/** Makes eight calls: five succeed only because they are retried, and one is not sent twice. */
@Component
final class Tour implements CommandLineRunner, ExitCodeGenerator {

    private final TrackingApi tracking;
    private final Shop shop;
    private final Timeline timeline;
    private int failures;

    Tour(TrackingApi tracking, Shop shop, Timeline timeline) {
        this.tracking = tracking;
        this.shop = shop;
        this.timeline = timeline;
    }

    @Override
    public void run(String... args) {
        timeline.begin();
        call(() -> tracking.parcel(1));
        call(() -> tracking.parcel(2));
        call(() -> tracking.parcel(3));
        call(() -> shop.order("tea"));
        call(() -> shop.invoice(1));
        call(() -> shop.label(1));
        call(() -> shop.pickup(1));
        pay();
        timeline.end(failures);
    }

    @Override
    public int getExitCode() {
        return failures == 0 ? 0 : 1;
    }

    private void pay() {
        try {
            shop.pay(1);
        } catch (HttpServerErrorException ex) {
            timeline.notSentAgain();
        }
    }

    private void call(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException ex) {
            failures++;
            timeline.failed(ex);
        }
    }
}
