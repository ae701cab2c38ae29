package io.polargosling.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

class SecretsAutoConfigurationTest {

    @Test
    void secrets_nothingConfigured_areTheKeystoreOfTheDataFolder(@TempDir Path data) {
        var application = new SpringApplication(Program.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (var context = application.run("--gosling.data=" + data)) {
            context.getBean(Secrets.class).write(SecretUri.of("local://a/b"), SecretValue.of("v"));
        }
        assertThat(data.resolve("keystore")).isNotEmptyFile();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Program {}
}
