import dev.recourse.retry.idempotency.IdempotencyKeyInterceptor;
import feign.Feign;

IdempotencyKeyInterceptor idempotencyKeyInterceptor;
