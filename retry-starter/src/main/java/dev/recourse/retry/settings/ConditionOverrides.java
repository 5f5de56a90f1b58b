package dev.recourse.retry.settings;

import dev.recourse.retry.RetryStrategy.ResponseTest;
import dev.recourse.retry.failure.NamedCondition;
import org.jspecify.annotations.Nullable;

/**
 * A test of a response by which a named condition is met.
 *
 * @param status Status (`403`) or status class (`4xx`) that the response must have.
 * @param body JSON pointer to the field of the response body that is tested, such as `/error/reason`.
 * @param header Name of the response header that is tested.
 * @param equals Text that the field or the header must be.
 * @param matches Regular expression that must be found in the field or the header.
 */
public record ConditionOverrides(
        @Nullable String status,
        @Nullable String body,
        @Nullable String header,
        @Nullable String equals,
        @Nullable String matches) {

    NamedCondition named(String name) {
        return NamedCondition.of(name, status, body, header, equals, matches);
    }

    /** Collects the parts of a test. */
    static final class Builder implements ResponseTest {

        private @Nullable String status;
        private @Nullable String body;
        private @Nullable String header;
        private @Nullable String equals;
        private @Nullable String matches;

        @Override
        public ResponseTest status(String statusOrClass) {
            this.status = statusOrClass;
            return this;
        }

        @Override
        public ResponseTest body(String pointer) {
            this.body = pointer;
            return this;
        }

        @Override
        public ResponseTest header(String name) {
            this.header = name;
            return this;
        }

        @Override
        public ResponseTest equalTo(String text) {
            this.equals = text;
            return this;
        }

        @Override
        public ResponseTest matches(String regex) {
            this.matches = regex;
            return this;
        }

        ConditionOverrides build() {
            return new ConditionOverrides(status, body, header, equals, matches);
        }
    }
}
