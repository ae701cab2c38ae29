package io.polargosling.api.runner;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.operation.QueuedWork;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.facts.StoredFacts;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runners. */
@Configuration(proxyBeanMethods = false)
public final class RunnerConfiguration {

    @Bean
    RunnerController apiRunnerController(Storage storage) {
        return new RunnerController(storage);
    }

    @Bean
    RunnerOrderController apiRunnerOrderController(
            Storage storage, CommandQueue queue, Settings settings, ApiClock clock) {
        return new RunnerOrderController(
                storage,
                new QueuedWork(storage.operations(), queue, clock),
                new StoredFacts(storage, settings.runner().heartbeat()),
                new RunnerEnd(storage.runners(), queue, clock),
                clock);
    }
}
