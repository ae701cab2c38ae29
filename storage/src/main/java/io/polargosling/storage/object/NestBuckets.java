package io.polargosling.storage.object;

import io.polargosling.domain.infrastructure.InfrastructureStore;
import io.polargosling.domain.problem.InternalException;
import java.net.URI;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The buckets that the Nest's description of the control plane names, looked up at each call.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException}.
 */
public final class NestBuckets {

    private static final URI YANDEX = URI.create("https://storage.yandexcloud.net");
    private static final String YANDEX_REGION = "ru-central1";

    private static final String CACHE = "cache_bucket";

    private final InfrastructureStore infrastructure;

    /** Those of the description in {@code infrastructure}. */
    public NestBuckets(InfrastructureStore infrastructure) {
        this.infrastructure = infrastructure;
    }

    /** The one for programs; empty when none is named. */
    public Optional<S3Bucket> binaries() {
        return named("binary_bucket", Optional.empty());
    }

    /**
     * The one for OpenTofu's states; empty when none is named.
     *
     * @param chosen name that goes before the one of the description; it is in the same cloud
     */
    public Optional<S3Bucket> states(Optional<String> chosen) {
        return named("state_bucket", chosen);
    }

    /** The one that the mirror of providers is filled from, as {@link #states}. */
    public Optional<S3Bucket> cache(Optional<String> chosen) {
        return named(CACHE, chosen);
    }

    /**
     * The cache bucket of a description that is not stored yet.
     *
     * @param config canonical JSON of it
     */
    public static Optional<S3Bucket> cacheOf(String config) {
        return in(config, CACHE, Optional.empty());
    }

    private Optional<S3Bucket> named(String role, Optional<String> chosen) {
        return infrastructure.current().flatMap(stored -> in(stored.config(), role, chosen));
    }

    private static Optional<S3Bucket> in(String config, String role, Optional<String> chosen) {
        JsonNode tree;
        try {
            tree = JsonMapper.shared().readTree(config);
        } catch (JacksonException e) {
            throw new InternalException("reading the stored description of the control plane: it is not JSON", e);
        }
        String name = chosen.orElseGet(() -> tree.path("storage").path(role).asString(""));
        String region = tree.path("cloud").path("region").asString("");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return switch (tree.path("cloud").path("provider").asString("")) {
            case "aws" -> Optional.of(new S3Bucket(name, "", region, Optional.empty()));
            case "yandex" ->
                Optional.of(new S3Bucket(name, "", region.isEmpty() ? YANDEX_REGION : region, Optional.of(YANDEX)));
            default -> Optional.empty();
        };
    }
}
