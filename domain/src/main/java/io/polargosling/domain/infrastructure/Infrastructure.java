package io.polargosling.domain.infrastructure;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.secret.SecretUri;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The control plane as {@code MG/config.fly} describes it, with every default filled. */
public record Infrastructure(
        Account cloud,
        Gateway gateway,
        Services services,
        Messaging messaging,
        Stores stores,
        SecretRules secrets,
        NestLink nest) {

    /**
     * Where it is made.
     *
     * @param region empty only for the local provider
     * @param account the folder of a yandex cloud, the account of an aws one
     */
    public record Account(
            CloudProvider provider,
            Optional<String> region,
            Optional<String> zone,
            Optional<String> account,
            Network network) {}

    /**
     * The network its parts and the runners are in.
     *
     * @param id empty when it is to be created, or found by the provider's default
     */
    public record Network(Optional<String> id, List<String> subnetIds, boolean create) {
        public Network {
            subnetIds = List.copyOf(subnetIds);
        }
    }

    /**
     * The way in from outside.
     *
     * @param rateLimit requests a second; empty for the provider's own limit
     */
    public record Gateway(
            Optional<String> name,
            Optional<String> domain,
            Optional<String> certificate,
            List<String> corsOrigins,
            OptionalInt rateLimit) {
        public Gateway {
            corsOrigins = List.copyOf(corsOrigins);
        }
    }

    /** The programs and the identities they and the runners have. */
    public record Services(Service api, Workers workers, Service uglyfox, Accounts accounts) {}

    /**
     * One program.
     *
     * @param image by digest; empty only for the local provider
     * @param minInstances at most {@code maxInstances}
     * @param environment values may be secret URIs
     */
    public record Service(
            Optional<String> image,
            Shape shape,
            Duration timeout,
            int minInstances,
            int maxInstances,
            Map<String, String> environment,
            Optional<String> account) {
        public Service {
            environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        }
    }

    /** The size of one instance. */
    public record Shape(int cpu, long memoryBytes) {}

    /**
     * The worker.
     *
     * @param parallel messages one instance treats at a time
     * @param queueDepth waiting messages for each instance
     */
    public record Workers(Service service, Mode mode, int parallel, int queueDepth) {}

    /** Who moves messages: the worker asks for them, or the cloud calls it. */
    public enum Mode {
        POLL,
        PUSH
    }

    /** Names or ids of identities; those left out are made. */
    public record Accounts(
            Optional<String> api,
            Optional<String> worker,
            Optional<String> uglyfox,
            Optional<String> runner,
            Optional<String> selfjobs) {}

    /** Queues, and what is put on them at intervals. */
    public record Messaging(Queues queues, Triggers triggers) {}

    /** The queues; a message received more than {@code maxReceives} times is set aside. */
    public record Queues(Optional<String> prefix, Duration visibilityTimeout, Duration retention, int maxReceives) {}

    /** How often each trigger fires. */
    public record Triggers(Duration gitSync, Duration healthCheck, Duration tick) {}

    /** Where data lies. */
    public record Stores(Database database, Buckets buckets) {}

    /**
     * The database.
     *
     * @param url where the address of one that is not made for us lies
     */
    public record Database(DatabaseType type, Optional<String> name, Optional<SecretUri> url) {}

    /** The databases. */
    public enum DatabaseType {
        YDB,
        DYNAMODB,
        POSTGRESQL,
        H2
    }

    /** Names of buckets; those left out are derived. Replaced objects are kept for {@code noncurrentDays}. */
    public record Buckets(
            Optional<String> state, Optional<String> binary, Optional<String> cache, int noncurrentDays) {}

    /**
     * What holds for secrets.
     *
     * @param backend of secrets that are not written; empty to choose by cloud
     * @param cacheTtl zero for no cache
     * @param allowEnv whether {@code env://} may be used
     * @param shared texts of the URIs any egg may name in its {@code gitlab} block
     */
    public record SecretRules(
            Optional<SecretUri.Scheme> backend,
            Optional<String> prefix,
            Duration cacheTtl,
            Optional<String> kmsKey,
            boolean allowEnv,
            Set<String> shared) {
        public SecretRules {
            shared = Collections.unmodifiableSet(new TreeSet<>(shared));
        }
    }

    /**
     * The Nest's own repository.
     *
     * @param server written, or that of the URL when it has one
     * @param gitlabServers the only servers eggs may name; that of the Nest when the file has no list; empty when neither
     *     is known
     * @param notifyHosts hosts inside private networks that may be told of failures
     */
    public record NestLink(
            String url,
            String branch,
            Optional<GitLabServer> server,
            OptionalInt projectId,
            Optional<SecretUri> apiToken,
            Optional<List<GitLabServer>> gitlabServers,
            Set<String> notifyHosts) {
        public NestLink {
            gitlabServers = gitlabServers.map(List::copyOf);
            notifyHosts = Collections.unmodifiableSet(new TreeSet<>(notifyHosts));
        }
    }
}
