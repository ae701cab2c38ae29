package io.polargosling.api.admin;

import io.polargosling.api.http.ApiClock;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Health, machines without a row, and the tokens made at first start. */
@Configuration(proxyBeanMethods = false)
public final class AdminConfiguration {

    @Bean
    HealthController apiHealthController(Storage storage, CommandQueue queue, ApiClock clock) {
        return new HealthController(
                new Readiness(Map.of("store", storage::check, "queue", queue::check), System::nanoTime), clock);
    }

    @Bean
    OrphanController apiOrphanController(Storage storage, ApiClock clock) {
        return new OrphanController(storage, clock);
    }

    @Bean
    FirstTokens apiFirstTokens(Secrets secrets, Storage storage, ApiClock clock) {
        return new FirstTokens(secrets, storage, clock);
    }
}
