package io.polargosling.api.egg;

import io.polargosling.api.http.ApiClock;
import io.polargosling.domain.facts.StoredFacts;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Eggs. */
@Configuration(proxyBeanMethods = false)
public final class EggConfiguration {

    @Bean
    EggController apiEggController(Storage storage, Settings settings, ApiClock clock) {
        return new EggController(
                storage, new StoredFacts(storage, settings.runner().heartbeat()), clock);
    }
}
