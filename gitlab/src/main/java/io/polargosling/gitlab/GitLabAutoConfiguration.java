package io.polargosling.gitlab;

import io.polargosling.domain.gitlab.GitLab;
import java.time.Clock;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** GitLab's REST API and the check of its webhooks. */
@AutoConfiguration
class GitLabAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    GitLab gitLab() {
        return GitLabClient.open();
    }

    @Bean
    @ConditionalOnMissingBean
    WebhookVerifier webhookVerifier(ObjectProvider<InstantSource> clock) {
        return WebhookVerifier.of(clock.getIfUnique(Clock::systemUTC));
    }
}
