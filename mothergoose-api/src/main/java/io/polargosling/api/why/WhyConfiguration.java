package io.polargosling.api.why;

import io.polargosling.api.http.ApiClock;
import io.polargosling.domain.facts.StoredFacts;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What became of a CI job. */
@Configuration(proxyBeanMethods = false)
public final class WhyConfiguration {

    @Bean
    WhyController apiWhyController(Storage storage, Settings settings, ApiClock clock) {
        var facts = new StoredFacts(storage, settings.runner().heartbeat());
        return new WhyController(storage, new JobHistory(storage), new BlockingReason(facts), clock);
    }
}
