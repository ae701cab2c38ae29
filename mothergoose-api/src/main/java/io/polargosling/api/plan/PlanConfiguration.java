package io.polargosling.api.plan;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.operation.QueuedWork;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.store.Storage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Plans, deployments and rollbacks. */
@Configuration(proxyBeanMethods = false)
public final class PlanConfiguration {

    @Bean
    PlanController apiPlanController(Storage storage) {
        return new PlanController(storage);
    }

    @Bean
    DeployController apiDeployController(Storage storage, CommandQueue queue, ApiClock clock) {
        return new DeployController(storage, new QueuedWork(storage.operations(), queue, clock));
    }
}
