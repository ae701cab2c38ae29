package io.polargosling.api.operation;

import io.polargosling.domain.store.Storage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Long work. */
@Configuration(proxyBeanMethods = false)
public final class OperationConfiguration {

    @Bean
    OperationController apiOperationController(Storage storage) {
        return new OperationController(storage.operations());
    }
}
