import dev.recourse.retry.RetryEvent;
import org.springframework.context.event.EventListener;

void alert(String text) {}
