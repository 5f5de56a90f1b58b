package dev.recourse.crash.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.Sensitive;
import java.lang.ref.WeakReference;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.ResponseEntity;

class SensitiveMarksTests {

    private final ValueRenderer renderer =
            new ValueRenderer(new RenderLimits(4, 20, 300), new Redactor(List.of(), List.of()));

    @Sensitive
    interface Confidential {}

    @Sensitive
    static class Card {

        @Override
        public String toString() {
            return "CANARY";
        }
    }

    static class GoldCard extends Card {}

    /** As long as this class: a weak reference alone would let it go. */
    private static final Card HELD = new Card();

    record Diagnosis(String text) implements Confidential {}

    enum Finding implements Confidential {
        CANARY,
        CANARY_TOO {}
    }

    static Stream<Object> marked() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("card", new GoldCard());
        return Stream.of(
                new Card(),
                new GoldCard(),
                new Diagnosis("CANARY"),
                Finding.CANARY,
                Map.of(1, Finding.CANARY_TOO),
                List.of(new GoldCard()),
                new Card[] {new Card()},
                map,
                Map.entry("card", new Card()),
                new AbstractMap.SimpleEntry<>(new Card(), 1),
                Optional.of(new Card()),
                new AtomicReference<>(new Card()),
                new AtomicReferenceArray<>(new Card[] {new Card()}),
                new WeakReference<>(HELD),
                ResponseEntity.ok(new Card()),
                Optional.of(List.of(Map.entry("a", new AtomicReference<>(new GoldCard())))));
    }

    @ParameterizedTest
    @MethodSource("marked")
    void renderWhenTypeOrSupertypeIsMarkedIsHiddenInWhateverHoldsIt(Object value) {
        assertThat(renderer.render(value)).contains("***").doesNotContain("CANARY");
    }

    @SuppressWarnings("ArrayRecordComponent") // arrays have marks of their own
    record Account(
            String user,
            List<@Sensitive String> answers,
            Map<String, List<@Sensitive String>> byTopic,
            @Sensitive String[] codes,
            List<? extends Card> cards,
            List<String> tags) {}

    @Test
    void renderWhenArgumentOfAComponentsTypeIsMarkedHidesTheComponent() {
        Account account = new Account(
                "ada",
                List.of("CANARY"),
                Map.of("x", List.of("CANARY")),
                new String[] {"CANARY"},
                List.of(new Card()),
                List.of("new"));
        assertThat(renderer.render(account))
                .isEqualTo("Account[user=ada, answers=***, byTopic=***, codes=***, cards=***, tags=[new]]");
    }

    interface Numbered {

        @Sensitive
        String number();
    }

    record Membership(String user, String number) implements Numbered {}

    @Test
    void renderWhenAnInterfaceMarksAComponentHidesTheComponent() {
        assertThat(renderer.render(new Membership("ada", "CANARY"))).isEqualTo("Membership[user=ada, number=***]");
    }

    static class Speaking {

        @Override
        public String toString() {
            return "CANARY";
        }
    }

    static class WithField extends Speaking {

        @Sensitive
        String number = "1";
    }

    static class Inherits extends WithField {}

    static class WithArgument extends Speaking {

        List<@Sensitive String> numbers = List.of();
    }

    static class WithMarkedType extends Speaking {

        List<GoldCard> cards = List.of();
    }

    static class WithGetter extends Speaking {

        @Sensitive
        String number() {
            return "1";
        }
    }

    static class WithParameter extends Speaking {

        WithParameter(@Sensitive String number) {}
    }

    static class WithSetter extends Speaking {

        void setNumber(@Sensitive String number) {}
    }

    static class WithContract extends Speaking implements Numbered {

        @Override
        public String number() {
            return "1";
        }
    }

    sealed interface Payment permits CardPayment {}

    static final class CardPayment extends Speaking implements Payment {

        @Sensitive
        String number = "1";
    }

    static class WithSealedType extends Speaking {

        Payment payment = new CardPayment();
    }

    static class Holds extends Speaking {

        Inherits inner = new Inherits();
    }

    static class Built {

        @Sensitive
        final String number;

        Built(Builder builder) {
            this.number = builder.number;
        }

        /** As Lombok writes one: without the mark. */
        static class Builder extends Speaking {

            String number = "1";
        }
    }

    static Stream<Object> withMarkedMember() {
        return Stream.of(
                new WithField(),
                new Inherits(),
                new WithArgument(),
                new WithMarkedType(),
                new WithGetter(),
                new WithParameter("1"),
                new WithSetter(),
                new WithContract(),
                new WithSealedType(),
                new WithField() {},
                new Holds(),
                new Built.Builder());
    }

    @ParameterizedTest
    @MethodSource("withMarkedMember")
    void renderWhenAMemberIsMarkedDoesNotAskTheObject(Object value) {
        assertThat(renderer.render(value)).startsWith(value.getClass().getTypeName() + "@");
    }

    @Test
    void renderWhenNoMemberIsMarkedAsksTheObject() {
        assertThat(renderer.render(new Speaking())).isEqualTo("CANARY");
    }
}
