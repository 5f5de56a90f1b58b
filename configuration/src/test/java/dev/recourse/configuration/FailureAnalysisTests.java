package dev.recourse.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

    @Test
    void bootSaysInOurWordsWhatItCouldNotBind(CapturedOutput output) {
        SpringApplication application = new SpringApplication(Shop.class);
        application.setWebApplicationType(WebApplicationType.NONE);

        assertThatThrownBy(() -> application.run("--recourse.shop.size=big")).isNotNull();

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Setting: recourse.shop.size")
                .contains("Value: big")
                .contains("Origin: \"recourse.shop.size\" from property source \"commandLineArgs\"")
                .contains("Reason: must be a whole number")
                .contains("Write size as in 3.")
                .doesNotContain("Binding to target", "No converter found", "Failed to bind");
    }

    @Configuration
    @EnableConfigurationProperties(ShopProperties.class)
    static class Shop {}

    @ConfigurationProperties("recourse.shop")
    record ShopProperties(int size) {}
}
