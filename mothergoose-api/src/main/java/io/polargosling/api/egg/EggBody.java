package io.polargosling.api.egg;

import io.polargosling.domain.egg.BucketConfig;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.FleetConfig;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An egg or bucket with its configuration; {@code kind} tells which. */
record EggBody(
        String name,
        String kind,
        String origin,
        String state,
        @Nullable String reason,
        String configHash,
        long revision,
        String gitCommit,
        boolean staleConfig,
        Instant syncedAt,
        Instant updatedAt,
        EggConfigBody config) {

    static EggBody of(Egg egg) {
        var active = egg.active();
        return new EggBody(
                egg.name().value(),
                kindOf(egg),
                "nest",
                word(egg.state()),
                egg.reason().orElse(null),
                active.hash(),
                active.number(),
                active.commit().value(),
                egg.staleConfig(),
                egg.syncedAt(),
                active.createdAt(),
                EggConfigBody.of(egg.config()));
    }

    static String word(EggState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static String kindOf(Egg egg) {
        return switch (egg.config()) {
            case EggConfig _ -> "egg";
            case BucketConfig _ -> "bucket";
        };
    }

    /** The names of a bucket's repos in the order of its file; none of an egg. */
    static List<String> reposOf(Egg egg) {
        return egg.config().targets().stream()
                .flatMap(target -> target.repo().stream())
                .toList();
    }

    /**
     * An egg or bucket in a listing.
     *
     * @param gitlabServer the one server of all its targets; null when there are several
     */
    record Summary(
            String name,
            String kind,
            String state,
            @Nullable String reason,
            @Nullable String type,
            String cloud,
            @Nullable String gitlabServer,
            List<String> repos,
            boolean enabled,
            String configHash,
            long revision,
            String gitCommit,
            boolean staleConfig,
            Instant syncedAt) {

        static Summary of(Egg egg) {
            var active = egg.active();
            var config = egg.config();
            return new Summary(
                    egg.name().value(),
                    kindOf(egg),
                    word(egg.state()),
                    egg.reason().orElse(null),
                    config.type().map(kind -> kind.word()).orElse(null),
                    config.cloud().provider().word(),
                    onlyServer(config),
                    reposOf(egg),
                    config.options().enabled(),
                    active.hash(),
                    active.number(),
                    active.commit().value(),
                    egg.staleConfig(),
                    egg.syncedAt());
        }

        private static @Nullable String onlyServer(FleetConfig config) {
            var servers = config.targets().stream()
                    .map(target -> target.server().host())
                    .distinct()
                    .toList();
            return servers.size() == 1 ? servers.getFirst() : null;
        }
    }
}
