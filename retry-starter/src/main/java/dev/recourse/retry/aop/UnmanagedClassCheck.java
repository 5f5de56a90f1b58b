package dev.recourse.retry.aop;

import dev.recourse.retry.RetryOnStatus;
import java.util.List;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.util.ClassUtils;

/** Warns at the start of annotated classes and interfaces of the application that no bean is made of. */
public final class UnmanagedClassCheck implements SmartInitializingSingleton {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private final ConfigurableListableBeanFactory beanFactory;

    public UnmanagedClassCheck(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (!AutoConfigurationPackages.has(beanFactory)) {
            return;
        }
        AnnotatedClasses scanner = new AnnotatedClasses();
        beanFactory.getBeanProvider(MetadataReaderFactory.class).ifUnique(scanner::setMetadataReaderFactory);
        List<String> packages = AutoConfigurationPackages.get(beanFactory);
        packages.stream()
                .flatMap(name -> scanner.findCandidateComponents(name).stream())
                .map(definition -> String.valueOf(definition.getBeanClassName()))
                .distinct()
                .filter(this::isNoBean)
                .forEach(name -> log.warn("@RetryOnStatus has no effect in " + name + ": there is no bean of this type."
                        + " Make it one, or use RetryStrategies."));
    }

    private boolean isNoBean(String className) {
        try {
            Class<?> type = ClassUtils.forName(className, beanFactory.getBeanClassLoader());
            return beanFactory.getBeanNamesForType(type, true, false).length == 0;
        } catch (ClassNotFoundException | LinkageError ex) {
            return false;
        }
    }

    private static final class AnnotatedClasses extends ClassPathScanningCandidateComponentProvider {

        AnnotatedClasses() {
            super(false);
            addIncludeFilter((reader, readers) -> isAnnotated(reader.getAnnotationMetadata()));
        }

        private static boolean isAnnotated(AnnotationMetadata type) {
            String annotation = RetryOnStatus.class.getName();
            return !type.isAnnotation() && (type.isAnnotated(annotation) || type.hasAnnotatedMethods(annotation));
        }

        /** Interfaces and abstract classes count too. */
        @Override
        protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
            return true;
        }
    }
}
