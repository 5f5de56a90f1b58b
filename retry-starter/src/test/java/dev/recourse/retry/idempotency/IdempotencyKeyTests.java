package dev.recourse.retry.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.util.context.Context;

class IdempotencyKeyTests {

    private final AtomicLong made = new AtomicLong();

    private final IdempotencyKey key = newKey();

    @AfterEach
    void unbind() {
        IdempotencyKey.bind(null);
    }

    @Test
    void valueWhenAskedForAgainIsTheSameStringInQuotes() {
        assertThat(key.value())
                .isEqualTo("\"00000000-0000-0000-0000-000000000001\"")
                .isSameAs(key.value());
        assertThat(newKey().value()).isNotEqualTo(key.value());
    }

    @Test
    void sentWhenNoRequestAskedIsNull() {
        assertThat(key.sent()).isNull();
        assertThat(made).hasValue(0);
        key.value();
        assertThat(key.sent()).isEqualTo(key.value());
    }

    @Test
    void keyWhenBoundIsSeenUntilWhatWasBoundBeforeIsBoundAgain() {
        IdempotencyKey inner = newKey();

        IdempotencyKey before = IdempotencyKey.bind(key);
        assertThat(before).isNull();
        assertThat(IdempotencyKey.bound()).isSameAs(key);

        IdempotencyKey outer = IdempotencyKey.bind(inner);
        assertThat(outer).isSameAs(key);
        assertThat(IdempotencyKey.bound()).isSameAs(inner);

        IdempotencyKey.bind(outer);
        assertThat(IdempotencyKey.bound()).isSameAs(key);
        IdempotencyKey.bind(before);
        assertThat(IdempotencyKey.bound()).isNull();
    }

    @Test
    void keyWhenBoundIsNotSeenByAnotherThread() throws InterruptedException {
        IdempotencyKey.bind(key);
        AtomicLong seen = new AtomicLong(-1);
        Thread other = new Thread(() -> seen.set(IdempotencyKey.bound() == null ? 0 : 1));
        other.start();
        other.join();
        assertThat(seen).hasValue(0);
    }

    @Test
    void contextWhenThereIsNothingToBindIsLeftAlone() {
        Context context = Context.of("a", "b");
        assertThat(IdempotencyKeyContext.bind(context, null)).isSameAs(context);
    }

    @Test
    void contextWhenInnerCallHasNoKeyHidesThatOfTheOuter() {
        Context outer = IdempotencyKeyContext.bind(Context.empty(), key);
        assertThat(IdempotencyKeyContext.bound(outer)).isSameAs(key);

        Context inner = IdempotencyKeyContext.bind(outer, null);
        assertThat(IdempotencyKeyContext.isBound(inner)).isTrue();
        assertThat(IdempotencyKeyContext.bound(inner)).isNull();
    }

    private IdempotencyKey newKey() {
        return new IdempotencyKey(() -> new UUID(0, made.incrementAndGet()));
    }
}
