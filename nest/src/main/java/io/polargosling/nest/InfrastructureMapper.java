package io.polargosling.nest;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.infrastructure.Infrastructure;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.fly.decode.Addresses;
import io.polargosling.fly.decode.Located;
import io.polargosling.fly.decode.MotherGooseFile;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The decoded description of the control plane to that of the domain; both are checked, so nothing can fail here. */
final class InfrastructureMapper {

    private InfrastructureMapper() {}

    static Infrastructure map(MotherGooseFile file) {
        MotherGooseFile.Gateway gateway = file.gateway();
        return new Infrastructure(
                cloud(file.cloud()),
                new Infrastructure.Gateway(
                        gateway.name(),
                        gateway.domain(),
                        gateway.certificate(),
                        gateway.corsOrigins(),
                        gateway.rateLimit()),
                services(file.services()),
                messaging(file.messaging()),
                stores(file.data()),
                secrets(file.secrets()),
                nest(file.nest()));
    }

    private static Infrastructure.Account cloud(MotherGooseFile.Account cloud) {
        MotherGooseFile.Network network = cloud.network();
        return new Infrastructure.Account(
                FleetMapper.provider(cloud.provider().value()),
                cloud.region(),
                cloud.zone(),
                cloud.account(),
                new Infrastructure.Network(network.id(), network.subnetIds(), network.create()));
    }

    private static Infrastructure.Services services(MotherGooseFile.Services services) {
        MotherGooseFile.Workers workers = services.workers();
        MotherGooseFile.Accounts accounts = services.accounts();
        Infrastructure.Mode mode = switch (workers.mode()) {
            case POLL -> Infrastructure.Mode.POLL;
            case PUSH -> Infrastructure.Mode.PUSH;
        };
        return new Infrastructure.Services(
                service(services.api()),
                new Infrastructure.Workers(service(workers.service()), mode, workers.parallel(), workers.queueDepth()),
                service(services.uglyfox()),
                new Infrastructure.Accounts(
                        accounts.api(), accounts.worker(), accounts.uglyfox(), accounts.runner(), accounts.selfjobs()));
    }

    private static Infrastructure.Service service(MotherGooseFile.Service service) {
        return new Infrastructure.Service(
                service.image(),
                new Infrastructure.Shape(service.cpu(), service.memory().bytes()),
                service.timeout(),
                service.instances().min(),
                service.instances().max(),
                FleetMapper.values(service.environment()),
                service.account());
    }

    private static Infrastructure.Messaging messaging(MotherGooseFile.Messaging messaging) {
        MotherGooseFile.Queues queues = messaging.queues();
        MotherGooseFile.Triggers triggers = messaging.triggers();
        return new Infrastructure.Messaging(
                new Infrastructure.Queues(
                        queues.prefix(), queues.visibilityTimeout(), queues.retention(), queues.maxReceives()),
                new Infrastructure.Triggers(triggers.gitSync(), triggers.healthCheck(), triggers.tick()));
    }

    private static Infrastructure.Stores stores(MotherGooseFile.Data data) {
        Infrastructure.DatabaseType type = switch (data.database().type()) {
            case YDB -> Infrastructure.DatabaseType.YDB;
            case DYNAMODB -> Infrastructure.DatabaseType.DYNAMODB;
            case POSTGRESQL -> Infrastructure.DatabaseType.POSTGRESQL;
            case H2 -> Infrastructure.DatabaseType.H2;
        };
        MotherGooseFile.Storage storage = data.storage();
        return new Infrastructure.Stores(
                new Infrastructure.Database(
                        type,
                        data.database().name(),
                        ConfigMapper.secret(data.database().url())),
                new Infrastructure.Buckets(
                        storage.stateBucket(),
                        storage.binaryBucket(),
                        storage.cacheBucket(),
                        storage.noncurrentDays()));
    }

    private static Infrastructure.SecretRules secrets(MotherGooseFile.SecretStore secrets) {
        return new Infrastructure.SecretRules(
                secrets.backend().flatMap(SecretUri.Scheme::parse),
                secrets.prefix(),
                secrets.cacheTtl(),
                secrets.kmsKey(),
                secrets.allowEnvSecrets(),
                secrets.shared().stream().map(Located::value).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Infrastructure.NestLink nest(MotherGooseFile.NestLink nest) {
        Optional<GitLabServer> server =
                nest.server().or(() -> Addresses.hostOf(nest.url().value())).map(GitLabServer::of);
        Optional<List<GitLabServer>> allowed = nest.gitlabServers()
                .map(servers -> servers.stream().map(GitLabServer::of).toList())
                .or(() -> server.map(List::of));
        return new Infrastructure.NestLink(
                nest.url().value(),
                nest.branch(),
                server,
                nest.projectId(),
                ConfigMapper.secret(nest.apiToken()),
                allowed,
                new TreeSet<>(nest.notifyHosts()));
    }
}
