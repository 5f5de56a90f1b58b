package dev.recourse.retry.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.proxies;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;

import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.settings.ClientSettings;
import dev.recourse.retry.settings.SettingOverrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.javapoet.ClassName;
import org.springframework.util.ClassUtils;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;

class AheadOfTimeTests {

    private static final Pattern IS_PRESENT = Pattern.compile("isPresent\\(\\s*\"([^\"]+)\"");

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    @Test
    void classWhenAMethodIsAnnotatedHasItsProxy() {
        RuntimeHints hints = process(Map.of(), AopAutoConfiguration.class, Quiet.class);

        assertThat(reflection()
                        .onType(TypeReference.of(Quiet.class.getName() + "$$SpringCGLIB$$0"))
                        .withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                .accepts(hints);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                RetryProperties.class,
                RetryProperties.Budget.class,
                SettingOverrides.class,
                SettingOverrides.Budget.class
            })
    void keysOfAllLevelsCanBeTakenApartAndMade(Class<?> keys) {
        RuntimeHints hints = new RuntimeHints();

        new KeyHints().registerHints(hints, null);

        assertThat(reflection()
                        .onType(keys)
                        .withMemberCategories(
                                MemberCategory.INVOKE_DECLARED_CONSTRUCTORS, MemberCategory.INVOKE_DECLARED_METHODS))
                .accepts(hints);
    }

    @Test
    void interfaceWhenItIsAnnotatedHasItsProxyAndItsMethods() {
        RuntimeHints hints =
                process(Map.of("spring.aop.proxy-target-class", false), AopAutoConfiguration.class, FastStock.class);

        assertThat(proxies().forInterfaces(AopProxyUtils.completeJdkProxyInterfaces(Stock.class)))
                .accepts(hints);
        assertThat(reflection().onMethodInvocation(Stock.class, "count")).accepts(hints);
        assertThat(reflection().onMethodInvocation(FastStock.class, "count")).accepts(hints);
    }

    @Test
    void httpServiceWhenAMethodIsAnnotatedHasItsProxyAndTheMethod() {
        RuntimeHints hints = process(Map.of(), Services.class);

        assertThat(proxies().forInterfaces(AopProxyUtils.completeJdkProxyInterfaces(Tracking.class)))
                .accepts(hints);
        assertThat(reflection().onMethodInvocation(Tracking.class, "parcel")).accepts(hints);
    }

    @Test
    void exceptionWhenAKeyNamesItCanBeReadByAttribute() {
        RuntimeHints hints = process(Map.of("recourse.retry.delays." + QuotaException.class.getCanonicalName(), "10s"));

        assertReadable(hints, QuotaException.class);
    }

    @Test
    void exceptionWhenAKeyOfAClientNamesItCanBeReadByAttribute() {
        RuntimeHints hints = process(Map.of(
                "recourse.retry.clients.shop.delays[" + QuotaException.class.getName() + "]", "${quota.delay}, 10s"));

        assertReadable(hints, QuotaException.class);
    }

    @Test
    void exceptionWhenAnAnnotationNamesItCanBeReadByAttribute() {
        RuntimeHints hints = process(Map.of(), Shop.class);

        assertReadable(hints, QuotaException.class);
    }

    @Test
    void keysWhenTheyNameNoExceptionAddNothing() {
        RuntimeHints hints = process(Map.of(
                "recourse.retry.delays.429",
                "server",
                "recourse.retry.delays." + Shop.class.getCanonicalName(),
                "1s",
                "recourse.retry.delays.com.acme.Missing",
                "1s",
                "recourse.retry.clients.shop.max-retries",
                "1"));

        assertThat(reflection().onType(Shop.class)).rejects(hints);
    }

    @Test
    void optionalLibrariesWhenPresentAreFoundByTheNamesInTheCode() throws IOException {
        RuntimeHints hints = process(Map.of());

        assertThat(namesOfOptionalLibraries())
                .contains("tools.jackson.databind.json.JsonMapper")
                .filteredOn(name -> ClassUtils.isPresent(name, null))
                .allSatisfy(name -> assertThat(reflection().onType(TypeReference.of(name)))
                        .as(name)
                        .accepts(hints));
    }

    private static List<String> namesOfOptionalLibraries() throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher name = IS_PRESENT.matcher(Files.readString(file));
                while (name.find()) {
                    names.add(name.group(1));
                }
            }
        }
        return names;
    }

    @Test
    void settingsWhenProcessedAreNotRead() {
        process(Map.of("recourse.retry.max-retries", "${shop.retries}"), Shop.class, Elsewhere.class);

        assertThat(context.getBeanFactory().getSingletonNames())
                .doesNotContain(context.getBeanNamesForType(ClientSettings.class));
    }

    private static void assertReadable(RuntimeHints hints, Class<?> exception) {
        assertThat(reflection().onType(exception).withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS))
                .accepts(hints);
        assertThat(reflection().onType(exception).withMemberCategory(MemberCategory.ACCESS_DECLARED_FIELDS))
                .accepts(hints);
        assertThat(reflection()
                        .onType(exception.getSuperclass())
                        .withMemberCategory(MemberCategory.ACCESS_DECLARED_FIELDS))
                .accepts(hints);
    }

    private RuntimeHints process(Map<String, Object> keys, Class<?>... configuration) {
        MutablePropertySources sources = context.getEnvironment().getPropertySources();
        sources.addFirst(new MapPropertySource("keys", keys));
        context.register(RetryAutoConfiguration.class);
        for (Class<?> type : configuration) {
            context.register(type);
        }
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get(getClass())), new InMemoryGeneratedFiles());
        new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        return generation.getRuntimeHints();
    }

    static class Shop {

        @RetryOnStatus(delays = {"dev.recourse.retry.autoconfigure.AheadOfTimeTests$QuotaException: retryAfter, 1s"})
        void order() {}
    }

    /** Processed by one test only: its proxy's class is generated once. */
    static class Quiet {

        @RetryOnStatus
        void order() {}
    }

    static class Elsewhere {

        @RetryOnStatus(client = "configured-elsewhere", maxRetries = "${shop.retries}")
        void order() {}
    }

    @RetryOnStatus
    interface Stock {

        int count();
    }

    static class FastStock implements Stock {

        @Override
        public int count() {
            return 1;
        }
    }

    @ImportHttpServices(Tracking.class)
    static class Services {}

    interface Tracking {

        @RetryOnStatus
        @GetExchange("/parcels/1")
        String parcel();
    }

    static class QuotaException extends IOException {

        int retryAfter;

        public int getRetryAfter() {
            return retryAfter;
        }
    }
}
