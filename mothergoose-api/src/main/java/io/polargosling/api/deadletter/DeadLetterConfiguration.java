package io.polargosling.api.deadletter;

import io.polargosling.api.http.ApiClock;
import io.polargosling.domain.command.DeadLetters;
import io.polargosling.domain.store.Storage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Messages that were given up. */
@Configuration(proxyBeanMethods = false)
public final class DeadLetterConfiguration {

    @Bean
    DeadLetterController apiDeadLetterController(DeadLetters letters, Storage storage, ApiClock clock) {
        return new DeadLetterController(letters, storage, clock);
    }
}
