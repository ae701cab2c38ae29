package io.polargosling.api.runner;

import io.polargosling.domain.store.Storage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runners. */
@Configuration(proxyBeanMethods = false)
public final class RunnerConfiguration {

    @Bean
    RunnerController apiRunnerController(Storage storage) {
        return new RunnerController(storage);
    }
}
