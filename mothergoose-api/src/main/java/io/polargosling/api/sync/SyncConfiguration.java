package io.polargosling.api.sync;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.operation.QueuedWork;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.store.Storage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Syncs of the Nest. */
@Configuration(proxyBeanMethods = false)
public final class SyncConfiguration {

    @Bean
    SyncController apiSyncController(Storage storage, CommandQueue queue, ApiClock clock) {
        return new SyncController(storage.syncs(), new QueuedWork(storage.operations(), queue, clock));
    }
}
