package dev.recourse.retry.job;

import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.execution.RetriedFailures;
import dev.recourse.retry.time.DaemonThread;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.listener.ConsumerRecordRecoverer;
import org.springframework.kafka.listener.ContainerPausingBackOffHandler;
import org.springframework.kafka.listener.DefaultBackOffHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.ListenerContainerPauseService;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.listener.RecordInterceptor;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Gives a record to its Kafka listener again that ended with a {@link RetryLaterException}: not before its
 * {@code notBefore}. Until then the container is paused, so the records behind wait too, and the consumer keeps its
 * partitions.
 *
 * <p>Attempt and key are kept in this process: after a rebalance the call begins anew.
 */
public final class KafkaRetries implements RecordInterceptor<Object, Object>, BackOff, DisposableBean {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    /** What Spring Kafka does with any other failure. */
    private static final BackOff OTHERS = new FixedBackOff(0, 9);

    /** Delay of the record that has just failed in this thread, null for any other failure. */
    private static final ThreadLocal<@Nullable Long> DELAY = new ThreadLocal<>();

    /** Of each partition, the record that is to be given again. */
    private final Map<Place, Carried> carried = new ConcurrentHashMap<>();

    private final ScheduledExecutorService resuming =
            Executors.newSingleThreadScheduledExecutor(work -> DaemonThread.of(work, "recourse-retry-kafka"));

    /** Listeners of several groups may read one partition in one process. */
    private record Place(String group, TopicPartition partition) {}

    private record Carried(long offset, CarriedCall call) {}

    /**
     * Returns the error handler of a container whose interceptor this is.
     *
     * @param recoverer takes a record whose retries are used up; null to log it
     */
    public DefaultErrorHandler errorHandler(@Nullable ConsumerRecordRecoverer recoverer) {
        return new DefaultErrorHandler(recoverer, this, new Pausing(resuming));
    }

    @Override
    public ConsumerRecord<Object, Object> intercept(
            ConsumerRecord<Object, Object> record, Consumer<Object, Object> consumer) {
        Carried earlier = carried.get(place(record, consumer));
        BoundCall.bind(earlier != null && earlier.offset == record.offset() ? earlier.call : null);
        return record;
    }

    @Override
    public void success(ConsumerRecord<Object, Object> record, Consumer<Object, Object> consumer) {
        BoundCall.unbind();
        carried.remove(place(record, consumer));
    }

    @Override
    public void failure(ConsumerRecord<Object, Object> record, Exception failure, Consumer<Object, Object> consumer) {
        BoundCall.unbind();
        Place place = place(record, consumer);
        RetryLaterException later = RetryLaterException.in(failure);
        if (later != null) {
            carried.put(place, new Carried(record.offset(), CarriedCall.of(later)));
            DELAY.set(millisUntil(later.notBefore()));
            log.info("Record " + place.partition + "@" + record.offset() + " is given to its listener again at "
                    + later.notBefore() + ", those behind it wait: " + later.getMessage());
        } else {
            Carried earlier = carried.get(place);
            boolean isUsedUp =
                    earlier != null && earlier.offset == record.offset() && RetriedFailures.contains(failure);
            DELAY.set(isUsedUp ? Long.valueOf(BackOffExecution.STOP) : null);
        }
    }

    /** Returns an execution that takes each delay from the latest failure, rather than from the first. */
    @Override
    public BackOffExecution start() {
        BackOffExecution others = OTHERS.start();
        return () -> {
            Long latest = DELAY.get();
            DELAY.remove();
            return latest != null ? latest : others.nextBackOff();
        };
    }

    @Override
    public void destroy() {
        resuming.shutdownNow();
    }

    private static Place place(ConsumerRecord<?, ?> record, Consumer<?, ?> consumer) {
        return new Place(consumer.groupMetadata().groupId(), new TopicPartition(record.topic(), record.partition()));
    }

    /** Rounds up: never earlier. */
    private static long millisUntil(Instant time) {
        return Math.max(
                0, Duration.between(Instant.now(), time).plusNanos(999_999).toMillis());
    }

    /** Pauses the container for a delay of the server's; sleeps, as Spring Kafka does, for any other. */
    private static final class Pausing extends DefaultBackOffHandler {

        private final ContainerPausingBackOffHandler pausing;

        private Pausing(ScheduledExecutorService resuming) {
            this.pausing = new ContainerPausingBackOffHandler(
                    new ListenerContainerPauseService(null, new ConcurrentTaskScheduler(resuming)));
        }

        @Override
        public void onNextBackOff(
                @Nullable MessageListenerContainer container, @Nullable Exception exception, long nextBackOff) {
            if (exception != null && RetryLaterException.in(exception) != null) {
                pausing.onNextBackOff(container, exception, nextBackOff);
            } else {
                super.onNextBackOff(container, exception, nextBackOff);
            }
        }
    }
}
