package io.polargosling.api;

import io.polargosling.api.admin.AdminConfiguration;
import io.polargosling.api.binary.BinaryConfiguration;
import io.polargosling.api.deadletter.DeadLetterConfiguration;
import io.polargosling.api.egg.EggConfiguration;
import io.polargosling.api.heartbeat.HeartbeatConfiguration;
import io.polargosling.api.http.HttpConfiguration;
import io.polargosling.api.job.JobConfiguration;
import io.polargosling.api.operation.OperationConfiguration;
import io.polargosling.api.plan.PlanConfiguration;
import io.polargosling.api.problem.ProblemConfiguration;
import io.polargosling.api.runner.RunnerConfiguration;
import io.polargosling.api.security.SecurityConfiguration;
import io.polargosling.api.sync.SyncConfiguration;
import io.polargosling.api.trigger.TriggerConfiguration;
import io.polargosling.api.webhook.WebhookConfiguration;
import io.polargosling.api.why.WhyConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The whole API. Import it into an application with Spring Boot's auto-configuration, which brings the settings, the
 * storage, the queue, the secrets and GitLab.
 */
@Configuration(proxyBeanMethods = false)
@Import({
    AdminConfiguration.class,
    BinaryConfiguration.class,
    DeadLetterConfiguration.class,
    EggConfiguration.class,
    HeartbeatConfiguration.class,
    HttpConfiguration.class,
    OperationConfiguration.class,
    PlanConfiguration.class,
    ProblemConfiguration.class,
    RunnerConfiguration.class,
    SecurityConfiguration.class,
    JobConfiguration.class,
    SyncConfiguration.class,
    TriggerConfiguration.class,
    WebhookConfiguration.class,
    WhyConfiguration.class
})
public final class ApiConfiguration {}
