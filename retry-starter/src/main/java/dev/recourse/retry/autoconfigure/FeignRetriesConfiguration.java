package dev.recourse.retry.autoconfigure;

import feign.Retryer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Warns of retries by Feign itself. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(Retryer.class)
class FeignRetriesConfiguration {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    @Bean
    SmartInitializingSingleton feignRetriesCheck(ListableBeanFactory beanFactory) {
        return () -> beanFactory.getBeansOfType(Retryer.class, true, false).forEach((name, retryer) -> {
            if (retryer != Retryer.NEVER_RETRY) {
                log.warn("Bean '" + name + "' is a Retryer by which Feign repeats calls by itself: the numbers of calls"
                        + " multiply. Use Retryer.NEVER_RETRY.");
            }
        });
    }
}
