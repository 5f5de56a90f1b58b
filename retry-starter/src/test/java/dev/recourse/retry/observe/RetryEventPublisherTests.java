package dev.recourse.retry.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.event.RetryEventListener;
import dev.recourse.retry.time.VirtualTime;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;

@ExtendWith(OutputCaptureExtension.class)
class RetryEventPublisherTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RetryAutoConfiguration.class))
            .withBean(VirtualTime.class)
            .withPropertyValues("recourse.retry.delays[java.io.IOException]=1s", "logging.level.root=warn");

    @Test
    void listenerWhenACallFailsIsToldInAnotherThread() {
        runner.withBean(Listening.class).run(context -> {
            fail(context, 1);
            Listening listener = context.getBean(Listening.class);
            assertThat(listener.take()).isInstanceOf(RetryEvent.Wait.class);
            assertThat(listener.take())
                    .isInstanceOfSatisfying(
                            RetryEvent.End.class,
                            end -> assertThat(end.outcome()).isEqualTo(RetryEvent.Outcome.SUCCESS));
            assertThat(listener.threads).doesNotContain(Thread.currentThread());
        });
    }

    @Test
    void listenerWhenThereIsNoneIsNotWaitedFor() {
        runner.run(
                context -> assertThat(context.getBean(RetryEventPublisher.class).isListening())
                        .isFalse());
        runner.withBean(Listening.class)
                .run(context -> assertThat(
                                context.getBean(RetryEventPublisher.class).isListening())
                        .isTrue());
    }

    @Test
    void listenerWhenItIsOfAnotherEventDoesNotCount() {
        runner.withBean(ListeningToOthers.class)
                .run(context -> assertThat(
                                context.getBean(RetryEventPublisher.class).isListening())
                        .isFalse());
    }

    @Test
    void listenerWhenItThrowsIsLoggedAndToldOfTheNext(CapturedOutput output) {
        runner.withBean(Throwing.class).run(context -> {
            fail(context, 1);
            assertThat(context.getBean(Throwing.class).told.await(10, TimeUnit.SECONDS))
                    .isTrue();
        });
        assertThat(output).contains("A listener of " + RetryEvent.Wait.class.getName() + " failed");
    }

    @Test
    void listenerWhenItIsStuckHoldsUpNoCallAndWarnsOnce(CapturedOutput output) {
        Stuck stuck = new Stuck();
        runner.withBean(Stuck.class, () -> stuck).run(context -> {
            for (int i = 0; i < 2_000; i++) {
                assertThatThrownBy(() -> fail(context, 9)).isInstanceOf(IOException.class);
            }
            stuck.release.countDown();
        });
        assertThat(output.getOut().lines().filter(line -> line.contains("Listeners of RetryEvent are too slow")))
                .hasSize(1);
        // What was in the queue, and the one that was stuck.
        assertThat(stuck.told).hasSize(1_001);
    }

    @Test
    void listenerWhenItsOwnCallFailsIsNotToldOfThat() {
        runner.withBean(CallingBack.class).run(context -> {
            fail(context, 1);
            assertThat(context.getBean(CallingBack.class).called.await(10, TimeUnit.SECONDS))
                    .isTrue();
        });
        assertThat(CallingBack.events).hasSize(2);
    }

    @Test
    void listenerWhenItIsInternalAndThrowsDoesNotBreakTheCall(CapturedOutput output) {
        List<RetryEvent> told = new CopyOnWriteArrayList<>();
        runner.withBean("first", RetryEventListener.class, () -> event -> {
                    throw new IllegalStateException("broken");
                })
                .withBean("second", RetryEventListener.class, () -> told::add)
                .run(context -> {
                    fail(context, 1);
                    assertThat(told).hasSize(2);
                });
        assertThat(output).contains(" failed. The call goes on.");
    }

    /** Makes a call that fails as often as said. */
    private static void fail(ApplicationContext context, int times) throws Exception {
        int[] calls = {0};
        context.getBean(RetryStrategies.class).build(rules -> {}).run(() -> {
            if (calls[0]++ < times) {
                throw new IOException();
            }
        });
    }

    static class Listening {

        private final BlockingQueue<RetryEvent> events = new LinkedBlockingQueue<>();
        private final List<Thread> threads = new CopyOnWriteArrayList<>();

        @EventListener
        void on(RetryEvent event) {
            threads.add(Thread.currentThread());
            events.add(event);
        }

        RetryEvent take() throws InterruptedException {
            return events.poll(10, TimeUnit.SECONDS);
        }
    }

    static class ListeningToOthers {

        @EventListener
        void on(String event) {
            throw new AssertionError(event);
        }
    }

    static class Throwing {

        private final CountDownLatch told = new CountDownLatch(2);

        @EventListener
        void on(RetryEvent event) {
            told.countDown();
            throw new IllegalStateException(event.client());
        }
    }

    static class Stuck {

        private final CountDownLatch release = new CountDownLatch(1);
        private final List<RetryEvent> told = new CopyOnWriteArrayList<>();

        @EventListener
        void on(RetryEvent event) throws InterruptedException {
            release.await();
            told.add(event);
        }
    }

    static class CallingBack {

        private static final List<RetryEvent> events = new CopyOnWriteArrayList<>();

        private final CountDownLatch called = new CountDownLatch(2);
        private final ApplicationContext context;

        CallingBack(ApplicationContext context) {
            this.context = context;
        }

        @EventListener
        void on(RetryEvent event) throws Exception {
            events.add(event);
            fail(context, 1);
            called.countDown();
        }
    }
}
