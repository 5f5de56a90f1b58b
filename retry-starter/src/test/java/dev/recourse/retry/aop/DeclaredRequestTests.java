package dev.recourse.retry.aop;

import static org.assertj.core.api.Assertions.assertThat;

import feign.RequestLine;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.annotation.AliasFor;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PatchExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.annotation.PutExchange;

class DeclaredRequestTests {

    @ParameterizedTest
    @CsvSource({
        "post, POST",
        "patch, PATCH",
        "exchangePost, POST",
        "lowerCase, PATCH",
        "meta, POST",
        "onSuperinterface, POST",
        "overriddenAsGet, GET",
        "overriddenAsPost, POST",
        "get, GET",
        "put, PUT",
        "delete, DELETE",
        "exchangePut, PUT",
        "withoutMethod,",
        "none,",
        "generic, PATCH",
        "feign, POST",
        "feignWithQuery, GET",
        "mapping, POST",
        "mappingWithMethod, PATCH",
        "mappingWithoutMethod, GET"
    })
    void methodWhenDeclaredIsWhatTheAnnotationSays(String method, String expected) {
        assertThat(methodOfProxy(Api.class, method)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"withoutMethod, POST", "get, GET", "none,", "inherited, POST"})
    void methodWhenDeclaredOnTypeIsWhatMethodsWithoutOneOfTheirOwnSend(String method, String expected) {
        assertThat(methodOfProxy(PostApi.class, method)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"post, POST", "get, GET", "generic, PATCH", "onSuperinterface, POST", "mapping,"})
    void methodWhenBeanIsAClassIsWhatItsInterfaceSaysUnlessItServesIt(String method, String expected) {
        Method ofInterface = ReflectionUtils.findMethod(Api.class, method, (Class<?>[]) null);
        Method ofClass = ReflectionUtils.findMethod(ApiBean.class, method, (Class<?>[]) null);

        assertThat(DeclaredRequest.method(ofInterface, ApiBean.class)).isEqualTo(expected);
        assertThat(DeclaredRequest.method(ofClass, ApiBean.class)).isEqualTo(expected);
    }

    private static String methodOfProxy(Class<?> api, String method) {
        Object proxy =
                Proxy.newProxyInstance(api.getClassLoader(), new Class<?>[] {api}, (self, called, arguments) -> null);
        return DeclaredRequest.method(ReflectionUtils.findMethod(api, method, (Class<?>[]) null), proxy.getClass());
    }

    interface BaseApi<T> {

        @PostExchange
        void onSuperinterface();

        @PostExchange
        void overriddenAsGet();

        @GetExchange
        void overriddenAsPost();

        @PatchExchange
        void generic(T value);

        @HttpExchange
        void inherited();
    }

    interface Api extends BaseApi<String> {

        @PostExchange("/orders")
        void post();

        @PatchExchange
        void patch();

        @HttpExchange(method = "POST")
        void exchangePost();

        @HttpExchange(method = "patch")
        void lowerCase();

        @Submit(path = "/orders")
        void meta();

        @Override
        @GetExchange
        void overriddenAsGet();

        @Override
        @PostExchange
        void overriddenAsPost();

        @GetExchange
        void get();

        @PutExchange
        void put();

        @DeleteExchange
        void delete();

        @HttpExchange(method = "PUT")
        void exchangePut();

        @HttpExchange
        void withoutMethod();

        @RequestLine("POST /orders?urgent=true")
        void feign();

        @RequestLine("GET /orders?from={from}")
        void feignWithQuery();

        @PostMapping("/orders")
        void mapping();

        @RequestMapping(path = "/orders", method = RequestMethod.PATCH)
        void mappingWithMethod();

        @RequestMapping("/orders")
        void mappingWithoutMethod();

        void none();
    }

    @HttpExchange(method = "POST")
    interface PostApi extends BaseApi<String> {

        @HttpExchange("/orders")
        void withoutMethod();

        @GetExchange
        void get();

        void none();
    }

    @Retention(RetentionPolicy.RUNTIME)
    @HttpExchange(method = "POST")
    @interface Submit {

        @AliasFor(annotation = HttpExchange.class, attribute = "url")
        String path();
    }

    static class ApiBean implements Api {

        @Override
        public void onSuperinterface() {}

        @Override
        public void generic(String value) {}

        @Override
        public void inherited() {}

        @Override
        public void post() {}

        @Override
        public void patch() {}

        @Override
        public void exchangePost() {}

        @Override
        public void lowerCase() {}

        @Override
        public void meta() {}

        @Override
        public void overriddenAsGet() {}

        @Override
        public void overriddenAsPost() {}

        @Override
        public void get() {}

        @Override
        public void put() {}

        @Override
        public void delete() {}

        @Override
        public void exchangePut() {}

        @Override
        public void withoutMethod() {}

        @Override
        public void feign() {}

        @Override
        public void feignWithQuery() {}

        @Override
        public void mapping() {}

        @Override
        public void mappingWithMethod() {}

        @Override
        public void mappingWithoutMethod() {}

        @Override
        public void none() {}
    }
}
