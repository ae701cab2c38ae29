package io.polargosling.api.webhook;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.http.ApiJson;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** GitLab's webhooks. */
@Configuration(proxyBeanMethods = false)
public final class WebhookConfiguration {

    private static final int LARGE_BODIES_AT_ONCE = 8;

    @Bean
    WebhookController apiWebhookController(
            Storage storage, CommandQueue queue, Secrets secrets, Settings settings, ApiClock clock, ApiJson json) {
        var intake = new WebhookIntake(
                json.mapper(),
                new HookTargets(storage.eggs(), settings.nest()),
                secrets,
                new GitLabHookProof(),
                new Ingress(queue, storage.deliveries()),
                clock);
        return new WebhookController(intake, new LargeBodies(LARGE_BODIES_AT_ONCE));
    }
}
