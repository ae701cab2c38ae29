package io.polargosling.api.webhook;

import com.github.benmanes.caffeine.cache.Ticker;
import io.polargosling.api.http.ApiClock;
import io.polargosling.api.http.ApiJson;
import io.polargosling.api.problem.ProblemWriter;
import io.polargosling.api.security.ClientAddress;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.gitlab.WebhookVerifier;
import io.polargosling.settings.Settings;
import java.time.Duration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** GitLab's webhooks. */
@Configuration(proxyBeanMethods = false)
public final class WebhookConfiguration {

    private static final int LARGE_BODIES_AT_ONCE = 8;
    private static final long MEMORY_OF_BODIES = 64L * 1024 * 1024;

    /** GitLab itself gives up after ten seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Bean(destroyMethod = "close")
    DeliveryRows apiWebhookRows(Storage storage) {
        return DeliveryRows.start(storage.deliveries());
    }

    @Bean(destroyMethod = "close")
    GroupCommit apiWebhookGroups(DeliveryRows apiWebhookRows, Storage storage, CommandQueue queue, ApiClock clock) {
        var group = new HintGroup(queue, apiWebhookRows, new EventMarks(storage.targets()));
        return GroupCommit.start(hints -> group.take(hints, clock.now()));
    }

    @Bean
    WebhookIntake apiWebhookIntake(
            Storage storage,
            Secrets secrets,
            Settings settings,
            WebhookVerifier verifier,
            GroupCommit apiWebhookGroups,
            ApiClock clock) {
        var groups = new GroupTargets(storage.targets(), storage.eggs(), storage.projects(), Ticker.systemTicker());
        return new WebhookIntake(
                new HookTargets(new ProjectTargets(storage.eggs(), Ticker.systemTicker()), groups, settings.nest()),
                secrets,
                new GitLabHookProof(verifier),
                new Waiting(apiWebhookGroups),
                clock);
    }

    @Bean
    Refusals apiWebhookRefusals() {
        return new Refusals(Ticker.systemTicker());
    }

    @Bean
    FilterRegistrationBean<WebhookFilter> apiWebhookFilter(
            WebhookIntake apiWebhookIntake,
            Refusals apiWebhookRefusals,
            Settings settings,
            ApiClock clock,
            ApiJson json,
            ProblemWriter problems) {
        var limits = new Bodies.Limits(
                settings.api().webhookMaxBody().toBytes(),
                LARGE_BODIES_AT_ONCE,
                MEMORY_OF_BODIES,
                PATIENCE,
                settings.dataFolder().resolve("webhooks"));
        var filter = new WebhookFilter(
                apiWebhookIntake,
                new Bodies(limits, System::nanoTime),
                new WebhookFilter.RefusedRequests(
                        apiWebhookRefusals, ClientAddress.behind(settings.api().trustedProxies()), clock),
                new WebhookFilter.Answers(json, problems));
        var registration = new FilterRegistrationBean<>(filter);
        registration.addUrlPatterns(WebhookFilter.PATH);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    DeliveryController apiDeliveryController(
            Storage storage, DeliveryRows apiWebhookRows, Refusals apiWebhookRefusals, ApiClock clock) {
        return new DeliveryController(
                apiWebhookRows, storage.deliveries(), storage.targets(), apiWebhookRefusals, clock);
    }
}
