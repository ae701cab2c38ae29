package io.polargosling.settings;

import io.polargosling.domain.runner.Lifetimes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings under {@code gosling}; each has a default, so an empty configuration is the embedded one.
 *
 * @param data the folder of all that the embedded defaults keep: database, queue, keystore, states, runners
 */
public record Settings(
        @DefaultValue("data") Path data,
        @DefaultValue Nest nest,
        @DefaultValue Store store,
        @DefaultValue Queue queue,
        @DefaultValue Secrets secrets,
        @DefaultValue Api api,
        @DefaultValue Sync sync,
        @DefaultValue Demand demand,
        @DefaultValue GitLabCalls gitlab,
        @DefaultValue Lease lease,
        @DefaultValue Sweep sweep,
        @DefaultValue Tofu tofu,
        @DefaultValue Runner runner,
        @DefaultValue Drain drain,
        @DefaultValue Limits limits,
        @DefaultValue Local local,
        @DefaultValue Binaries binaries) {

    /** The data folder as an absolute path. */
    public Path dataFolder() {
        return data.toAbsolutePath().normalize();
    }

    /**
     * The Nest.
     *
     * @param url where it is cloned from
     * @param server GitLab server of its project, for matching webhooks
     * @param projectId GitLab id of its project
     * @param webhookSecret secret URI
     * @param trustFirstKey whether an SSH server without pinned key has the first key seen pinned; for the embedded
     *     defaults only
     * @param allowFile whether {@code url} may be a file URL; empty for yes with the embedded defaults and else no
     */
    public record Nest(
            Optional<String> url,
            @DefaultValue("main") String branch,
            Optional<String> server,
            @Nullable Long projectId,

            @DefaultValue("local://gosling/nest-webhook-secret")
            String webhookSecret,

            @DefaultValue("false") boolean trustFirstKey,
            Optional<Boolean> allowFile) {}

    /**
     * The database.
     *
     * @param url JDBC URL of an SQL database, with its credentials as parameters, or the secret URI of such a URL;
     *     empty for a file in the data folder with {@code h2}, and without a meaning for {@code dynamodb}
     * @param prefix of the names of tables, where several installations share an account
     * @param poolSize connections at once
     * @param dataKeys secret URI of the keys that seal what is sensitive in a row; made when there is none
     */
    public record Store(
            @DefaultValue("h2") Type type,
            Optional<String> url,
            @DefaultValue("") String prefix,
            @DefaultValue("10") int poolSize,

            @DefaultValue("local://gosling/data-keys") String dataKeys) {

        /** Without the URL, which may hold a password. */
        @Override
        public String toString() {
            return "Store[type=%s, url=%s, prefix=%s, poolSize=%d]"
                    .formatted(type, url.isEmpty() ? "none" : "set", prefix, poolSize);
        }

        /** The databases there are. */
        public enum Type {
            H2,
            POSTGRESQL,
            YDB,
            DYNAMODB
        }
    }

    /**
     * The queue.
     *
     * @param type what speaks to the queue
     * @param visibility how long a received message stays hidden from others
     * @param maxReceives after which a message goes to the dead-letter queue
     */
    public record Queue(
            @DefaultValue("embedded") Broker type,
            @DefaultValue("mothergoose-") String prefix,
            @DefaultValue("120s") Duration visibility,
            @DefaultValue("5") int maxReceives) {

        /** What a queue may be. */
        public enum Broker {
            /** ElasticMQ in this process. */
            EMBEDDED,
            SQS,
            /** Yandex Message Queue, over the query protocol of SQS. */
            YMQ
        }
    }

    /**
     * Secrets.
     *
     * @param autocreateWebhookSecret whether a webhook secret that is missing is made
     */
    public record Secrets(@DefaultValue("true") boolean autocreateWebhookSecret) {}

    /**
     * The HTTP API.
     *
     * @param publicUrl where runners reach it; empty for the port it listens on, on this host
     * @param maxBody of every request but webhooks
     * @param webhookMaxBody of webhooks
     * @param trustedProxies addresses whose {@code X-Forwarded-For} is believed
     */
    public record Api(
            Optional<String> publicUrl,
            @DefaultValue("1MB") DataSize maxBody,
            @DefaultValue("25MB") DataSize webhookMaxBody,
            @DefaultValue List<String> trustedProxies) {}

    /**
     * Following the Nest.
     *
     * @param interval of reading it without being told
     * @param maxFiles of the whole tree
     * @param maxBytes of all {@code .fly} files together
     * @param massRemovalShare of the eggs; a commit that removes more of them, and more than three, removes none until
     *     that is allowed; 0 to 1
     */
    public record Sync(
            @DefaultValue("5m") Duration interval,
            @DefaultValue("50000") int maxFiles,
            @DefaultValue("100MB") DataSize maxBytes,
            @DefaultValue("0.5") double massRemovalShare) {}

    /**
     * Following GitLab without being told.
     *
     * @param pollActive of targets that had jobs or events within the hour
     * @param pollIdle of the others
     */
    public record Demand(
            @DefaultValue("60s") Duration pollActive,
            @DefaultValue("10m") Duration pollIdle) {}

    /**
     * Calling GitLab.
     *
     * @param caFile certificates (PEM) of authorities that are trusted besides those of the JDK; null for none
     */
    public record GitLabCalls(@Nullable Path caFile) {}

    /** Leases. */
    public record Lease(@DefaultValue("60s") Duration ttl) {}

    /**
     * Sweeps.
     *
     * @param overdue looking for dirty eggs and passed deadlines
     * @param orphans looking for machines without a live row
     */
    public record Sweep(
            @DefaultValue("60s") Duration overdue,
            @DefaultValue("2m") Duration orphans) {}

    /**
     * OpenTofu.
     *
     * @param parallel processes at once
     * @param allowDirect whether providers may be downloaded when the mirror lacks them
     * @param stateBucket where states lie; empty for the one that the Nest's description of the control plane names, and
     *     for the data folder when it names none
     * @param cacheBucket where the mirror of providers is filled from; empty as above
     * @param lockTable DynamoDB-compatible table that states are locked with besides their lock files
     */
    public record Tofu(
            @DefaultValue("4") int parallel,
            @DefaultValue("false") boolean allowDirect,
            Optional<String> stateBucket,
            Optional<String> cacheBucket,
            Optional<String> lockTable) {}

    /**
     * Runners.
     *
     * @param heartbeat how often a runner reports
     * @param bootDeadlineVm after which a machine that has not reported has failed
     * @param bootDeadlineServerless as above, for one made for a single job
     * @param image container image, by digest, of runners that are containers and whose egg names none
     */
    public record Runner(
            @DefaultValue("30s") Duration heartbeat,
            @DefaultValue("10m") Duration bootDeadlineVm,
            @DefaultValue("3m") Duration bootDeadlineServerless,
            Optional<String> image) {}

    /**
     * Proving that a runner is idle.
     *
     * @param pollWait between the pause and the first question to GitLab; longer than one agent poll
     * @param recheck between the first and the second question
     */
    public record Drain(
            @DefaultValue("10s") Duration pollWait,
            @DefaultValue("5s") Duration recheck) {}

    /**
     * Upper bounds of runners' lives, which can only be lowered.
     *
     * @param serverless of a runner made for a single job, more than ten minutes
     * @param job of a runner of a self-management job
     */
    public record Limits(
            @DefaultValue("60m") Duration serverless,
            @DefaultValue("10m") Duration job) {

        /**
         * Them as a rule.
         *
         * @throws io.polargosling.domain.problem.InvalidException when one is raised
         */
        public Lifetimes lifetimes() {
            return new Lifetimes(serverless, job);
        }
    }

    /**
     * Runners on the worker's own host.
     *
     * @param runAs user that runs jobs; empty for the worker's own, which is for trusted jobs only
     */
    public record Local(Optional<String> runAs) {}

    /**
     * Programs in several versions.
     *
     * @param checkInterval of looking for new releases
     * @param keep versions kept of each program besides the active and the previous one: of downloaded ones in the
     *     library, and of all in the cache of a worker
     * @param sources where releases are looked for; null for the public releases, empty for nowhere
     */
    public record Binaries(
            @DefaultValue("24h") Duration checkInterval,
            @DefaultValue("3") int keep,
            @Nullable List<ReleaseSource> sources) {}

    /**
     * Where a program's releases are published.
     *
     * @param binary {@code gosling}, {@code opentofu} or {@code gitlab-runner}
     * @param feed list of releases in the form of GitHub's or GitLab's API
     * @param files names of what a release consists of
     * @param signature of the checksums; null when they are not signed
     * @param token secret URI of what is sent as bearer token to the feed's own host
     * @param hosts to which downloads may lead besides the feed's own
     * @param platforms to get, such as {@code linux-amd64}
     */
    public record ReleaseSource(
            String binary,
            URI feed,
            ReleaseFiles files,
            @Nullable ReleaseSignature signature,
            Optional<String> token,
            @DefaultValue List<String> hosts,
            @DefaultValue("linux-amd64") List<String> platforms) {}

    /**
     * Names of files, in which {@code {version}}, {@code {os}} and {@code {arch}} stand for those of a build.
     *
     * @param program the program itself, or a zip archive that holds it
     * @param checksums the SHA-256 of each file, as {@code sha256sum} writes them
     */
    public record ReleaseFiles(String program, String checksums) {}

    /**
     * A detached signature, Ed25519 or OpenPGP as the key is.
     *
     * @param file name of the file with the signature of the checksums: Ed25519 raw or in base64, OpenPGP armoured or not
     * @param key public key: of Ed25519 base64 of its X.509 form, as in a PEM file; of OpenPGP its armoured block
     */
    public record ReleaseSignature(String file, String key) {}
}
