package dev.recourse.retry.aop.unmanaged;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application whose packages are these. */
@AutoConfigurationPackage
@Configuration(proxyBeanMethods = false)
public class Application {

    @Bean
    ABean bean() {
        return new ABean();
    }
}
