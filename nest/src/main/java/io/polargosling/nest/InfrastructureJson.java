package io.polargosling.nest;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.infrastructure.Infrastructure;
import io.polargosling.domain.secret.SecretUri;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** The description of the control plane as the tree that is hashed and printed; the form is that of {@link FleetJson}. */
final class InfrastructureJson {

    private InfrastructureJson() {}

    static Map<String, Object> of(Infrastructure infrastructure) {
        Infrastructure.Services services = infrastructure.services();
        return new JsonTree()
                .put("cloud", cloud(infrastructure.cloud()))
                .put("api_gateway", gateway(infrastructure.gateway()))
                .put("api", service(services.api()))
                .put("workers", workers(services.workers()))
                .put("uglyfox", service(services.uglyfox()))
                .put("service_accounts", accounts(services.accounts()))
                .put("message_queues", queues(infrastructure.messaging().queues()))
                .put("triggers", triggers(infrastructure.messaging().triggers()))
                .put("database", database(infrastructure.stores().database()))
                .put("storage", storage(infrastructure.stores().buckets()))
                .put("secrets", secrets(infrastructure.secrets()))
                .put("nest", nest(infrastructure.nest()))
                .entries();
    }

    private static JsonTree cloud(Infrastructure.Account cloud) {
        String account = cloud.provider() == CloudProvider.AWS ? "account_id" : "folder_id";
        return new JsonTree()
                .put("provider", cloud.provider().word())
                .put("region", cloud.region())
                .put("zone", cloud.zone())
                .put(account, cloud.account())
                .put("network_id", cloud.network().id())
                .put("subnet_ids", cloud.network().subnetIds())
                .put("create_network", cloud.network().create());
    }

    private static JsonTree gateway(Infrastructure.Gateway gateway) {
        return new JsonTree()
                .put("name", gateway.name())
                .put("domain", gateway.domain())
                .put("certificate", gateway.certificate())
                .put("cors_origins", gateway.corsOrigins())
                .put("rate_limit", gateway.rateLimit());
    }

    private static JsonTree service(Infrastructure.Service service) {
        return new JsonTree()
                .put("image", service.image())
                .put("cpu", service.shape().cpu())
                .put("memory", service.shape().memoryBytes())
                .put("timeout", service.timeout())
                .put("min_instances", service.minInstances())
                .put("max_instances", service.maxInstances())
                .put("environment", service.environment())
                .put("service_account", service.account());
    }

    private static JsonTree workers(Infrastructure.Workers workers) {
        return service(workers.service())
                .put("mode", workers.mode().name().toLowerCase(Locale.ROOT))
                .put("parallel", workers.parallel())
                .put("scaling", new JsonTree().put("queue_depth", workers.queueDepth()));
    }

    private static JsonTree accounts(Infrastructure.Accounts accounts) {
        return new JsonTree()
                .put("api", accounts.api())
                .put("worker", accounts.worker())
                .put("uglyfox", accounts.uglyfox())
                .put("runner", accounts.runner())
                .put("selfjobs", accounts.selfjobs());
    }

    private static JsonTree queues(Infrastructure.Queues queues) {
        return new JsonTree()
                .put("prefix", queues.prefix())
                .put("visibility_timeout", queues.visibilityTimeout())
                .put("retention", queues.retention())
                .put("max_receives", queues.maxReceives());
    }

    private static JsonTree triggers(Infrastructure.Triggers triggers) {
        return new JsonTree()
                .put("git_sync", every(triggers.gitSync()))
                .put("health_check", every(triggers.healthCheck()))
                .put("tick", every(triggers.tick()));
    }

    private static JsonTree every(Duration duration) {
        return new JsonTree().put("every", duration);
    }

    private static JsonTree database(Infrastructure.Database database) {
        return new JsonTree()
                .put("type", database.type().name().toLowerCase(Locale.ROOT))
                .put("name", database.name())
                .put("url", database.url().map(SecretUri::text));
    }

    private static JsonTree storage(Infrastructure.Buckets buckets) {
        return new JsonTree()
                .put("state_bucket", buckets.state())
                .put("binary_bucket", buckets.binary())
                .put("cache_bucket", buckets.cache())
                .put("noncurrent_days", buckets.noncurrentDays());
    }

    private static JsonTree secrets(Infrastructure.SecretRules secrets) {
        return new JsonTree()
                .put("backend", secrets.backend().map(SecretUri.Scheme::word))
                .put("prefix", secrets.prefix())
                .put("cache_ttl", secrets.cacheTtl())
                .put("kms_key", secrets.kmsKey())
                .put("allow_env_secrets", secrets.allowEnv())
                .put("shared", secrets.shared());
    }

    private static JsonTree nest(Infrastructure.NestLink nest) {
        var json = new JsonTree()
                .put("url", nest.url())
                .put("branch", nest.branch())
                .put("server", nest.server().map(GitLabServer::host))
                .put("project_id", nest.projectId())
                .put("api_token", nest.apiToken().map(SecretUri::text))
                .put("notify_hosts", nest.notifyHosts());
        nest.gitlabServers()
                .ifPresent(servers -> json.put(
                        "gitlab_servers",
                        servers.stream().map(GitLabServer::host).toList()));
        return json;
    }
}
