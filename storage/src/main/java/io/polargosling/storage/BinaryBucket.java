package io.polargosling.storage;

import io.polargosling.domain.infrastructure.InfrastructureStore;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.storage.object.S3Bucket;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bucket for programs that the Nest's description of the control plane names; empty when it names none. */
final class BinaryBucket implements Supplier<Optional<S3Bucket>> {

    private static final URI YANDEX = URI.create("https://storage.yandexcloud.net");
    private static final String YANDEX_REGION = "ru-central1";

    private final InfrastructureStore infrastructure;

    BinaryBucket(InfrastructureStore infrastructure) {
        this.infrastructure = infrastructure;
    }

    @Override
    public Optional<S3Bucket> get() {
        return infrastructure.current().flatMap(stored -> in(stored.config()));
    }

    private static Optional<S3Bucket> in(String config) {
        JsonNode tree;
        try {
            tree = JsonMapper.shared().readTree(config);
        } catch (JacksonException e) {
            throw new InternalException("reading the stored description of the control plane: it is not JSON", e);
        }
        String name = tree.path("storage").path("binary_bucket").asString("");
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
