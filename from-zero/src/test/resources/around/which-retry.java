import dev.recourse.retry.ResumedCall;
import dev.recourse.retry.RetryLaterException;
import java.time.Instant;

Throwable failure;
Engine engine;
Runnable job;
String label;
int attempt;
String idempotencyKey;

interface Engine {
    void runAgain(Runnable job, Instant notBefore, String label, int attempt, String idempotencyKey);
}
