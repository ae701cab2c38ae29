package io.polargosling.api.job;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.operation.QueuedWork;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.store.Storage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Self-management jobs. */
@Configuration(proxyBeanMethods = false)
public final class JobConfiguration {

    @Bean
    JobController apiJobController(Storage storage, CommandQueue queue, ApiClock clock) {
        return new JobController(storage, new QueuedWork(storage.operations(), queue, clock));
    }
}
