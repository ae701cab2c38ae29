package io.polargosling.fly.decode;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Decodes the programs of the {@code mothergoose} block and their identities. */
final class ServicesDecoder {

    private static final ByteSize LEAST_MEMORY = ByteSize.ofMegabytes(128);
    private static final ByteSize MOST_MEMORY = ByteSize.ofGigabytes(512);
    private static final ByteSize DEFAULT_MEMORY = ByteSize.ofGigabytes(1);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);
    private static final int MOST_PARALLEL = 1000;
    private static final int DEFAULT_PARALLEL = 4;
    private static final int DEEPEST_QUEUE = 100_000;
    private static final int DEFAULT_DEPTH = 10;
    private static final Map<String, MotherGooseFile.Mode> MODES =
            Words.of("poll", MotherGooseFile.Mode.POLL, "push", MotherGooseFile.Mode.PUSH);

    private ServicesDecoder() {}

    /** An empty {@code provider} means that it is unknown; then nothing that depends on it is judged. */
    static MotherGooseFile.Services decode(BlockReader reader, Optional<Cloud> provider) {
        boolean remote = provider.isPresent() && provider.get() != Cloud.LOCAL;
        BlockReader api = program(reader, "api", "fastapi_app", remote);
        MotherGooseFile.Service apiService = service(api, remote);
        api.finish();
        BlockReader workers = program(reader, "workers", "celery_workers", remote);
        MotherGooseFile.Workers workersService = workers(workers, provider, remote);
        workers.finish();
        BlockReader uglyfox = program(reader, "uglyfox", "uglyfox_workers", remote);
        MotherGooseFile.Service uglyfoxService = service(uglyfox, remote);
        uglyfox.finish();
        return new MotherGooseFile.Services(
                apiService, workersService, uglyfoxService, accounts(reader.orEmpty("service_accounts")));
    }

    private static BlockReader program(BlockReader reader, String type, String former, boolean required) {
        if (required && !reader.hasBlock(type) && !reader.hasBlock(former)) {
            reader.context().missing("block", reader.title(), "a block \"" + type + "\"", reader.header());
            // Its attributes would only be missed again.
            return reader.empty(type);
        }
        return reader.renamedBlock(type, former).orElseGet(() -> reader.empty(type));
    }

    private static MotherGooseFile.Service service(BlockReader reader, boolean remote) {
        boolean needsImage = remote && reader.isPresent();
        Optional<String> image =
                (needsImage ? reader.required("image") : reader.attribute("image")).plainText(Texts::imageByDigest);
        int cpu = reader.attribute("cpu").optionalInt(1, 16).orElse(1);
        ByteSize memory = reader.attribute("memory")
                .size(ByteSize.ofMegabytes(1))
                .map(found -> checkMemory(reader, found))
                .orElse(DEFAULT_MEMORY);
        Duration timeout =
                reader.attribute("timeout").duration(Duration.ofSeconds(1), Duration.ofHours(1), DEFAULT_TIMEOUT);
        MotherGooseFile.Instances instances = instances(reader);
        SortedMap<String, Located<String>> environment = EnvironmentDecoder.decode(reader);
        Optional<String> account = reader.attribute("service_account").plainText();
        return new MotherGooseFile.Service(image, cpu, memory, timeout, instances, environment, account);
    }

    private static ByteSize checkMemory(BlockReader reader, Located<ByteSize> memory) {
        if (memory.value().compareTo(LEAST_MEMORY) < 0 || memory.value().compareTo(MOST_MEMORY) > 0) {
            reader.context()
                    .outOfRange(
                            "\"memory\" of %s is %s (expected: %s to %s)."
                                    .formatted(reader.title(), memory.shown(), LEAST_MEMORY, MOST_MEMORY),
                            memory.range());
        }
        return memory.value();
    }

    private static MotherGooseFile.Instances instances(BlockReader reader) {
        Optional<Located<Integer>> min = reader.attribute("min_instances").integer(0, 100);
        Optional<Located<Integer>> max = reader.attribute("max_instances").integer(1, 100);
        int least = min.map(Located::value)
                .orElse(max.isPresent() ? Math.min(1, max.get().value()) : 1);
        int most = max.map(Located::value).orElse(Math.max(1, least));
        if (min.isPresent() && max.isPresent() && least > most) {
            reader.context()
                    .error(
                            "conflict",
                            "Limits contradict",
                            "\"min_instances\" of %s is %s, above \"max_instances\", which is %s."
                                    .formatted(
                                            reader.title(),
                                            min.get().shown(),
                                            max.get().shown()),
                            min.get().range());
        }
        return new MotherGooseFile.Instances(least, most);
    }

    private static MotherGooseFile.Workers workers(BlockReader reader, Optional<Cloud> provider, boolean remote) {
        MotherGooseFile.Service service = service(reader, remote);
        boolean pushes = provider.equals(Optional.of(Cloud.YANDEX));
        MotherGooseFile.Mode mode = reader.attribute("mode")
                .word(MODES)
                .map(Located::value)
                .orElse(pushes ? MotherGooseFile.Mode.PUSH : MotherGooseFile.Mode.POLL);
        int parallel =
                reader.attribute("parallel").optionalInt(1, MOST_PARALLEL).orElse(DEFAULT_PARALLEL);
        BlockReader scaling = reader.orEmpty("scaling");
        int depth =
                scaling.attribute("queue_depth").optionalInt(1, DEEPEST_QUEUE).orElse(DEFAULT_DEPTH);
        scaling.finish();
        return new MotherGooseFile.Workers(service, mode, parallel, depth);
    }

    private static MotherGooseFile.Accounts accounts(BlockReader reader) {
        Optional<String> api = reader.attribute("api").plainText();
        Optional<String> worker = reader.attribute("worker").plainText();
        Optional<String> uglyfox = reader.attribute("uglyfox").plainText();
        Optional<String> runner = reader.attribute("runner").plainText();
        Optional<String> selfjobs = reader.attribute("selfjobs").plainText();
        reader.finish();
        return new MotherGooseFile.Accounts(api, worker, uglyfox, runner, selfjobs);
    }
}
