package io.polargosling.api.egg;

import io.polargosling.domain.store.Storage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Eggs. */
@Configuration(proxyBeanMethods = false)
public final class EggConfiguration {

    @Bean
    EggController apiEggController(Storage storage) {
        return new EggController(storage);
    }
}
