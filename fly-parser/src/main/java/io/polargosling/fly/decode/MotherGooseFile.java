package io.polargosling.fly.decode;

import io.polargosling.fly.source.SourceRange;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The file that describes the control plane, with defaults filled.
 *
 * @param range the header of the mothergoose block
 */
public record MotherGooseFile(
        Account cloud,
        Gateway gateway,
        Services services,
        Messaging messaging,
        Data data,
        SecretStore secrets,
        NestLink nest,
        SourceRange range) {

    /**
     * The {@code cloud} block.
     *
     * @param region empty only for the local provider
     * @param account the folder of a yandex cloud, the account of an aws one
     */
    public record Account(
            Located<Cloud> provider,
            Optional<String> region,
            Optional<String> zone,
            Optional<String> account,
            Network network) {}

    /** Where machines are connected; one that is to be created has no id yet. */
    public record Network(Optional<String> id, List<String> subnetIds, boolean create) {
        public Network {
            subnetIds = List.copyOf(subnetIds);
        }
    }

    /** The {@code api_gateway} block; {@code rateLimit} in requests a second. */
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
     * The block of one program.
     *
     * @param image by digest; empty only for the local provider
     */
    public record Service(
            Optional<String> image,
            int cpu,
            ByteSize memory,
            Duration timeout,
            Instances instances,
            SortedMap<String, Located<String>> environment,
            Optional<String> account) {
        public Service {
            environment = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, Located<String>>) environment));
        }
    }

    /** How many of a program run, {@code min <= max}. */
    public record Instances(int min, int max) {}

    /**
     * The {@code workers} block.
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

    /** The {@code service_accounts} block: names or existing ids. */
    public record Accounts(
            Optional<String> api,
            Optional<String> worker,
            Optional<String> uglyfox,
            Optional<String> runner,
            Optional<String> selfjobs) {}

    /** The {@code message_queues} and {@code triggers} blocks. */
    public record Messaging(Queues queues, Triggers triggers) {}

    /** The {@code message_queues} block. */
    public record Queues(Optional<String> prefix, Duration visibilityTimeout, Duration retention, int maxReceives) {}

    /** The {@code triggers} block: how often each is called. */
    public record Triggers(Duration gitSync, Duration healthCheck, Duration tick) {}

    /** The {@code database} and {@code storage} blocks. */
    public record Data(Database database, Storage storage) {}

    /**
     * The {@code database} block.
     *
     * @param url the URI of the secret that holds the address
     */
    public record Database(DatabaseType type, Optional<String> name, Optional<Located<String>> url) {}

    /** The values of {@code type} of a database. */
    public enum DatabaseType {
        YDB,
        DYNAMODB,
        POSTGRESQL,
        H2
    }

    /** The {@code storage} block; {@code noncurrentDays} is how long replaced objects are kept. */
    public record Storage(
            Optional<String> stateBucket,
            Optional<String> binaryBucket,
            Optional<String> cacheBucket,
            int noncurrentDays) {}

    /**
     * The {@code secrets} block.
     *
     * @param backend the scheme of secrets that are not written; empty to choose by the egg's cloud
     * @param shared URIs any egg may name
     */
    public record SecretStore(
            Optional<String> backend,
            Optional<String> prefix,
            Duration cacheTtl,
            Optional<String> kmsKey,
            boolean allowEnvSecrets,
            List<Located<String>> shared) {
        public SecretStore {
            shared = List.copyOf(shared);
        }
    }

    /**
     * The {@code nest} block.
     *
     * @param gitlabServers the only servers eggs may name; empty for the Nest's own
     * @param notifyHosts hosts inside private networks that may be told of failures
     */
    public record NestLink(
            Located<String> url,
            String branch,
            Optional<String> server,
            OptionalInt projectId,
            Optional<Located<String>> apiToken,
            Optional<List<String>> gitlabServers,
            List<String> notifyHosts) {
        public NestLink {
            gitlabServers = gitlabServers.map(List::copyOf);
            notifyHosts = List.copyOf(notifyHosts);
        }
    }
}
