package io.polargosling.gitlab;

import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.settings.Settings;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** GitLab's REST API and the check of its webhooks. */
@AutoConfiguration
class GitLabAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    GitLab gitLab(ObjectProvider<Settings> settings) {
        // A program without settings of ours calls only servers that the JDK trusts.
        var authorities = Optional.ofNullable(settings.getIfUnique())
                .flatMap(found -> Optional.ofNullable(found.gitlab().caFile()));
        return GitLabClient.open(GitLabClient.Options.defaults().withCaFile(authorities));
    }

    @Bean
    @ConditionalOnMissingBean
    WebhookVerifier webhookVerifier(ObjectProvider<InstantSource> clock) {
        return WebhookVerifier.of(clock.getIfUnique(Clock::systemUTC));
    }
}
