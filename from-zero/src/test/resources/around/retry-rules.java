import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import java.util.concurrent.TimeoutException;

RetryStrategies strategies;
Client client;

interface Client {
    String doRequest();
}

static class TooManyRequestsException extends RuntimeException {
    int getRetryInterval() {
        return 3;
    }
}
