package io.polargosling.api.sync;

import io.polargosling.domain.store.Storage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The history of syncs. */
@Configuration(proxyBeanMethods = false)
public final class SyncConfiguration {

    @Bean
    SyncController apiSyncController(Storage storage) {
        return new SyncController(storage.syncs());
    }
}
