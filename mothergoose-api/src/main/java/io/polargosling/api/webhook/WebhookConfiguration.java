package io.polargosling.api.webhook;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.http.ApiJson;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.gitlab.WebhookVerifier;
import io.polargosling.settings.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** GitLab's webhooks. */
@Configuration(proxyBeanMethods = false)
public final class WebhookConfiguration {

    private static final int LARGE_BODIES_AT_ONCE = 8;

    @Bean
    WebhookIntake apiWebhookIntake(
            Storage storage,
            CommandQueue queue,
            Secrets secrets,
            Settings settings,
            WebhookVerifier verifier,
            ApiClock clock,
            ApiJson json) {
        return new WebhookIntake(
                json.mapper(),
                new HookTargets(storage.eggs(), settings.nest()),
                secrets,
                new GitLabHookProof(verifier),
                new Ingress(queue, storage.deliveries()),
                clock);
    }

    @Bean
    WebhookController apiWebhookController(WebhookIntake apiWebhookIntake) {
        return new WebhookController(apiWebhookIntake, new LargeBodies(LARGE_BODIES_AT_ONCE));
    }
}
