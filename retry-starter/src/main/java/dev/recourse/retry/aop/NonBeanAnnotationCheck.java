package dev.recourse.retry.aop;

import dev.recourse.retry.RetryOnStatus;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.util.ClassUtils;

/** Warns at startup of annotated classes and interfaces that are no beans. */
public final class NonBeanAnnotationCheck implements SmartInitializingSingleton {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private final DefaultListableBeanFactory beanFactory;
    private final Environment environment;

    public NonBeanAnnotationCheck(DefaultListableBeanFactory beanFactory, Environment environment) {
        this.beanFactory = beanFactory;
        this.environment = environment;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (AutoConfigurationPackages.has(beanFactory)) {
            try {
                warn();
            } catch (RuntimeException | LinkageError ex) {
                log.debug("Annotated classes cannot be looked for", ex);
            }
        }
    }

    private void warn() {
        AnnotatedClasses scanner = new AnnotatedClasses(environment, beanFactory);
        beanFactory.getBeanProvider(MetadataReaderFactory.class).ifUnique(scanner::setMetadataReaderFactory);
        List<String> packages = AutoConfigurationPackages.get(beanFactory);
        packages.stream()
                .flatMap(name -> scanner.findCandidateComponents(name).stream())
                .map(definition -> String.valueOf(definition.getBeanClassName()))
                .distinct()
                .flatMap(name -> Stream.ofNullable(load(name)))
                .filter(type -> beanFactory.getBeanNamesForType(type, true, false).length == 0)
                .forEach(type -> log.warn("@RetryOnStatus has no effect in " + type.getName()
                        + ": there is no bean of this type. " + remedy(type)));
    }

    private @Nullable Class<?> load(String className) {
        try {
            return ClassUtils.forName(className, beanFactory.getBeanClassLoader());
        } catch (ClassNotFoundException | LinkageError ex) {
            return null;
        }
    }

    private static String remedy(Class<?> type) {
        if (has("org.springframework.cloud.openfeign.FeignClient", type)) {
            return "Add @EnableFeignClients to a configuration.";
        }
        if (Stream.concat(Stream.of(type), Stream.of(type.getMethods()))
                .anyMatch(element -> has("org.springframework.web.service.annotation.HttpExchange", element))) {
            return "Import it: add @ImportHttpServices(types = " + type.getSimpleName() + ".class) to a configuration.";
        }
        return type.isInterface()
                ? "Add a bean of a class that implements it, or use RetryStrategies."
                : "Add @Component to it, return it from a @Bean method, or use RetryStrategies.";
    }

    private static boolean has(String annotation, AnnotatedElement element) {
        return MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY).isPresent(annotation);
    }

    /** Finds annotated classes, but not those that a profile, another condition or the slice of a test keeps out. */
    private static final class AnnotatedClasses extends ClassPathScanningCandidateComponentProvider {

        private final BeanDefinitionRegistry registry;

        AnnotatedClasses(Environment environment, DefaultListableBeanFactory beanFactory) {
            super(false, environment);
            this.registry = beanFactory;
            TypeExcludeFilter excluded = new TypeExcludeFilter();
            excluded.setBeanFactory(beanFactory);
            addExcludeFilter(excluded);
            addIncludeFilter((reader, readers) -> isAnnotated(reader.getAnnotationMetadata()));
        }

        private static boolean isAnnotated(AnnotationMetadata type) {
            String annotation = RetryOnStatus.class.getName();
            return !type.isAnnotation() && (type.isAnnotated(annotation) || type.hasAnnotatedMethods(annotation));
        }

        @Override
        protected BeanDefinitionRegistry getRegistry() {
            return registry;
        }

        /** Interfaces and abstract classes count too. */
        @Override
        protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
            return true;
        }
    }
}
