package io.polargosling.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.gitlab.GitLab;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

class GitLabAutoConfigurationTest {

    @Test
    void program_bringsNothing_hasClientAndVerifier() {
        var application = new SpringApplication(Program.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (var context = application.run()) {
            assertThat(context.getBean(GitLab.class)).isInstanceOf(GitLabClient.class);
            assertThat(context.getBean(WebhookVerifier.class)).isNotNull();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Program {}
}
