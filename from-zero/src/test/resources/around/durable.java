import dev.recourse.retry.RetryOnStatus;
import org.springframework.web.client.RestClient;

RestClient client;

record Order(int number) {}
