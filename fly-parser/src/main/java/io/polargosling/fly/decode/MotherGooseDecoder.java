package io.polargosling.fly.decode;

import io.polargosling.fly.syntax.Block;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Decodes the {@code mothergoose} block but for its services. */
final class MotherGooseDecoder {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONGEST_PERIOD = Duration.ofDays(30);
    private static final int LONGEST_KEEPING = 3650;
    private static final int LARGEST_ID = 999_999_999;
    private static final List<String> BACKENDS = List.of("yc-lockbox", "aws-sm", "vault", "local");
    private static final Map<String, MotherGooseFile.DatabaseType> DATABASES = Words.of(
            "ydb", MotherGooseFile.DatabaseType.YDB,
            "dynamodb", MotherGooseFile.DatabaseType.DYNAMODB,
            "postgresql", MotherGooseFile.DatabaseType.POSTGRESQL,
            "h2", MotherGooseFile.DatabaseType.H2);

    private MotherGooseDecoder() {}

    /** Empty only after an error. */
    static Optional<MotherGooseFile> decode(DecodeContext context, Block block) {
        var reader = new BlockReader(context, "mothergoose", block.body(), block.header());
        Optional<MotherGooseFile.Account> cloud = reader.requiredBlock("cloud").flatMap(MotherGooseDecoder::cloud);
        Optional<Cloud> provider = cloud.map(found -> found.provider().value());
        MotherGooseFile.Gateway gateway = gateway(reader.orEmpty("api_gateway"));
        MotherGooseFile.Services services = ServicesDecoder.decode(reader, provider);
        MotherGooseFile.Queues queues = queues(reader.orEmpty("message_queues"));
        MotherGooseFile.Triggers triggers = triggers(reader.orEmpty("triggers"));
        Optional<MotherGooseFile.Database> database =
                reader.requiredBlock("database").flatMap(found -> database(found, provider));
        MotherGooseFile.Storage storage = storage(reader.orEmpty("storage"));
        MotherGooseFile.SecretStore secrets = secrets(reader.orEmpty("secrets"));
        Optional<MotherGooseFile.NestLink> nest = reader.requiredBlock("nest").flatMap(MotherGooseDecoder::nest);
        reader.finish();
        if (context.diagnostics().hasErrors() || cloud.isEmpty() || database.isEmpty() || nest.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MotherGooseFile(
                cloud.get(),
                gateway,
                services,
                new MotherGooseFile.Messaging(queues, triggers),
                new MotherGooseFile.Data(database.get(), storage),
                secrets,
                nest.get(),
                block.header()));
    }

    private static Optional<MotherGooseFile.Account> cloud(BlockReader reader) {
        Optional<Located<Cloud>> provider = reader.required("provider").word(FleetDecoder.CLOUDS);
        Optional<Cloud> place = provider.map(Located::value);
        boolean remote = place.isPresent() && place.get() != Cloud.LOCAL;
        Optional<String> region = (remote ? reader.required("region") : reader.attribute("region")).plainText();
        Optional<String> zone = reader.attribute("zone").plainText();
        boolean needsFolder = place.equals(Optional.of(Cloud.YANDEX));
        Optional<String> folder =
                FleetDecoder.owned(reader, place, "folder_id", Cloud.YANDEX, needsFolder, Texts::notEmpty);
        Optional<String> account = FleetDecoder.owned(reader, place, "account_id", Cloud.AWS, false, Texts::awsAccount);
        Optional<String> network = reader.attribute("network_id").plainText();
        List<String> subnets = reader.attribute("subnet_ids").plainTexts(Texts::notEmpty);
        Optional<Located<Boolean>> create = reader.attribute("create_network").bool();
        create.filter(made -> made.value() && network.isPresent())
                .ifPresent(made -> reader.context()
                        .error(
                                "conflict",
                                "Attributes exclude each other",
                                "A network that is created has no \"network_id\" yet; write one of the two.",
                                made.range()));
        reader.finish();
        boolean made = create.map(Located::value).orElse(remote && network.isEmpty());
        return provider.map(found -> new MotherGooseFile.Account(
                found, region, zone, folder.or(() -> account), new MotherGooseFile.Network(network, subnets, made)));
    }

    private static MotherGooseFile.Gateway gateway(BlockReader reader) {
        Optional<String> name = reader.attribute("name").plainText();
        Optional<String> domain = reader.attribute("domain").plainText(Addresses::host);
        Optional<String> certificate = reader.attribute("certificate").plainText();
        List<String> origins = reader.attribute("cors_origins").plainTexts(Addresses::origin);
        OptionalInt rate = reader.attribute("rate_limit").optionalInt(1, 10_000);
        reader.finish();
        return new MotherGooseFile.Gateway(name, domain, certificate, origins, rate);
    }

    private static MotherGooseFile.Queues queues(BlockReader reader) {
        Optional<String> prefix = reader.attribute("prefix").plainText(Texts::name);
        Duration visibility = reader.attribute("visibility_timeout")
                .duration(Duration.ofSeconds(30), Duration.ofHours(12), Duration.ofSeconds(120));
        Duration retention = reader.attribute("retention").duration(MINUTE, DAY.multipliedBy(14), DAY.multipliedBy(4));
        int receives = reader.attribute("max_receives").optionalInt(1, 100).orElse(5);
        reader.finish();
        return new MotherGooseFile.Queues(prefix, visibility, retention, receives);
    }

    private static MotherGooseFile.Triggers triggers(BlockReader reader) {
        Duration sync = every(reader, "git_sync", 5);
        Duration health = every(reader, "health_check", 10);
        Duration tick = every(reader, "tick", 1);
        reader.finish();
        return new MotherGooseFile.Triggers(sync, health, tick);
    }

    private static Duration every(BlockReader triggers, String type, int minutes) {
        BlockReader reader = triggers.orEmpty(type);
        if (triggers.hasBlock(type) && !reader.has("every")) {
            reader.context().missing("attribute", type, "the attribute \"every\"", reader.header());
        }
        Duration every = reader.attribute("every").duration(MINUTE, LONGEST_PERIOD, Duration.ofMinutes(minutes));
        reader.finish();
        return every;
    }

    private static Optional<MotherGooseFile.Database> database(BlockReader reader, Optional<Cloud> provider) {
        Optional<Located<MotherGooseFile.DatabaseType>> type =
                reader.required("type").word(DATABASES);
        Optional<MotherGooseFile.DatabaseType> kind = type.map(Located::value);
        boolean remote = provider.isPresent() && provider.get() != Cloud.LOCAL;
        type.filter(found -> remote && found.value() == MotherGooseFile.DatabaseType.H2)
                .ifPresent(found -> reader.context()
                        .error(
                                "not-allowed",
                                "Not allowed here",
                                "The database \"h2\" is for the provider \"local\", and the provider here is \"%s\"."
                                        .formatted(provider.orElseThrow().word()),
                                found.range()));
        Optional<String> name = reader.attribute("name").plainText();
        boolean external = kind.equals(Optional.of(MotherGooseFile.DatabaseType.POSTGRESQL));
        if (external && !reader.has("url")) {
            reader.context()
                    .missing(
                            "attribute",
                            "database",
                            "the attribute \"url\", since a postgresql database is not made by bootstrap",
                            reader.header());
        }
        Optional<Located<String>> url = reader.secret("url");
        reader.finish();
        return kind.map(found -> new MotherGooseFile.Database(found, name, url));
    }

    private static MotherGooseFile.Storage storage(BlockReader reader) {
        Optional<String> state = reader.attribute("state_bucket").plainText(Texts::bucketName);
        Optional<String> binary = reader.attribute("binary_bucket").plainText(Texts::bucketName);
        Optional<String> cache = reader.attribute("cache_bucket").plainText(Texts::bucketName);
        int days = reader.attribute("noncurrent_days")
                .optionalInt(1, LONGEST_KEEPING)
                .orElse(90);
        reader.finish();
        return new MotherGooseFile.Storage(state, binary, cache, days);
    }

    private static MotherGooseFile.SecretStore secrets(BlockReader reader) {
        Optional<String> backend =
                reader.attribute("backend").word(Words.of(BACKENDS)).map(Located::value);
        Optional<String> prefix = reader.attribute("prefix").plainText();
        Duration ttl =
                reader.attribute("cache_ttl").duration(Duration.ZERO, Duration.ofHours(1), Duration.ofMinutes(5));
        Optional<String> key = reader.attribute("kms_key").plainText();
        boolean allowEnv = reader.attribute("allow_env_secrets").flag(false);
        List<Located<String>> shared = reader.secretList("shared");
        reader.finish();
        return new MotherGooseFile.SecretStore(backend, prefix, ttl, key, allowEnv, shared);
    }

    private static Optional<MotherGooseFile.NestLink> nest(BlockReader reader) {
        Optional<Located<String>> url = reader.required("url").text(Addresses::repository);
        String branch = reader.attribute("branch").plainText().orElse("main");
        Optional<String> server = reader.attribute("server").plainText(Addresses::server);
        OptionalInt project = reader.attribute("project_id").optionalInt(1, LARGEST_ID);
        Optional<Located<String>> token = reader.secret("api_token");
        Optional<List<String>> servers = reader.attribute("gitlab_servers")
                .texts(Addresses::server)
                .map(found -> found.value().stream().map(Located::value).toList());
        List<String> hosts = reader.attribute("notify_hosts").plainTexts(Addresses::host);
        reader.finish();
        return url.map(found -> new MotherGooseFile.NestLink(found, branch, server, project, token, servers, hosts));
    }
}
