package io.polargosling.api.trigger;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.http.ApiJson;
import io.polargosling.api.operation.QueuedWork;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Calls of cloud schedulers. */
@Configuration(proxyBeanMethods = false)
public final class TriggerConfiguration {

    @Bean
    TriggerController apiTriggerController(
            Secrets secrets, Storage storage, CommandQueue queue, ApiClock clock, ApiJson json) {
        return new TriggerController(
                new TriggerProof(secrets), new QueuedWork(storage.operations(), queue, clock), json);
    }
}
