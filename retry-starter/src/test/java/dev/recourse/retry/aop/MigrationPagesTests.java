package dev.recourse.retry.aop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.springframework.retry.annotation.Backoff;

/** The pages for those who come from another library leave none of its attributes out. */
class MigrationPagesTests {

    @Test
    void pageOfSpringRetryNamesEachAttribute() throws IOException {
        assertThatNames("from-spring-retry.md", org.springframework.retry.annotation.Retryable.class);
        assertThatNames("from-spring-retry.md", Backoff.class);
    }

    @Test
    void pageOfSpringFrameworkNamesEachAttribute() throws IOException {
        assertThatNames("from-spring-7.md", org.springframework.resilience.annotation.Retryable.class);
    }

    private static void assertThatNames(String page, Class<? extends Annotation> annotation) throws IOException {
        String text = Files.readString(Path.of("../docs").resolve(page));
        assertThat(Arrays.stream(annotation.getDeclaredMethods()).map(Method::getName))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(text).containsPattern("`" + name + "( = [^`]*)?`|, " + name + " = "));
    }
}
