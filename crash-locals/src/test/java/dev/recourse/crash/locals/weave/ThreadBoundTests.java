package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ThreadBoundTests {

    private static final ThreadLocal<String> NAME = ThreadLocal.withInitial(() -> "nobody");

    private static String name() {
        return NAME.get();
    }

    static class User {

        @Override
        public String toString() {
            return name();
        }
    }

    static final class Guest extends User {}

    static final class Order {

        private final User by = new User();

        @Override
        public String toString() {
            return "by " + by;
        }
    }

    static final class Asked {

        private final Supplier<String> name = NAME::get;

        @Override
        public String toString() {
            return name.get();
        }
    }

    static final class Named {

        @Override
        public String toString() {
            return Thread.currentThread().getName();
        }
    }

    private static final class Current extends ThreadLocal<String> {}

    static final class Session {

        private static final Current USER = new Current();

        @Override
        public String toString() {
            return USER.get();
        }
    }

    static final class Joined {

        @Override
        @SuppressWarnings("Convert2Lambda") // as Kotlin and Groovy may compile one
        public String toString() {
            return Stream.of(1)
                    .map(new Function<Integer, String>() {

                        @Override
                        public String apply(Integer number) {
                            return NAME.get() + number;
                        }
                    })
                    .collect(Collectors.joining());
        }
    }

    record Ticket(User user) {}

    record Greeting(String name) {

        @Override
        public String name() {
            return NAME.get();
        }
    }

    static final class Users extends AbstractList<User> {

        private final List<User> users = new ArrayList<>();

        @Override
        public User get(int index) {
            return users.get(index);
        }

        @Override
        public int size() {
            return users.size();
        }
    }

    static final class Names implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return new Iterator<>() {

                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public String next() {
                    return NAME.get();
                }
            };
        }
    }

    static final class Price {

        private final List<String> parts = List.of("5", "EUR");

        @Override
        public String toString() {
            return String.join(" ", parts).formatted().toUpperCase(java.util.Locale.ROOT);
        }
    }

    static final class Account {

        private int balance;

        @Override
        public synchronized String toString() {
            return "account " + balance();
        }

        private synchronized int balance() {
            return balance;
        }
    }

    static final class Owner {

        private final Account account = new Account();

        @Override
        public synchronized String toString() {
            return "owner of " + account;
        }
    }

    static final class Bank {

        private final List<Account> accounts = new ArrayList<>();

        @Override
        public synchronized String toString() {
            return "bank of " + accounts;
        }
    }

    static final class Vault {

        private final Lock outer = new ReentrantLock();
        private final Lock inner = new ReentrantLock();

        @Override
        public String toString() {
            outer.lock();
            try {
                inner.lock();
                try {
                    return "vault";
                } finally {
                    inner.unlock();
                }
            } finally {
                outer.unlock();
            }
        }
    }

    static final class Spinning {

        private volatile boolean done;

        @Override
        public synchronized String toString() {
            while (!done) {
                Thread.onSpinWait();
            }
            return "done";
        }
    }

    @Test
    void typeWhoseTextMayHoldALockForeverIsBound() {
        assertThat(List.of(Owner.class, Bank.class, Vault.class, Spinning.class))
                .allMatch(ThreadBound::contains);
        assertThat(ThreadBound.contains(Account.class)).isFalse();
    }

    @Test
    void typeWhoseTextAsksForAThreadLocalIsBound() {
        assertThat(List.of(User.class, Guest.class, Order.class, Asked.class, Named.class, Session.class, Joined.class))
                .allMatch(ThreadBound::contains);
    }

    @Test
    void typeThatAsksWhileItIsWalkedThroughIsBound() {
        assertThat(List.of(Greeting.class, Names.class)).allMatch(ThreadBound::contains);
    }

    @Test
    void typeThatOnlyHoldsSuchAValueIsNot() {
        assertThat(List.of(Ticket.class, Users.class, Price.class, ArrayList.class, String.class))
                .noneMatch(ThreadBound::contains);
    }
}
