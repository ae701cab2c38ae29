package io.polargosling.api.egg;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggState;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An egg with its configuration. */
record EggBody(
        String name,
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

    /** An egg in a listing. */
    record Summary(
            String name,
            String state,
            @Nullable String reason,
            @Nullable String type,
            String cloud,
            String gitlabServer,
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
                    word(egg.state()),
                    egg.reason().orElse(null),
                    config.type().map(kind -> kind.word()).orElse(null),
                    config.cloud().provider().word(),
                    config.gitlab().server().host(),
                    config.options().enabled(),
                    active.hash(),
                    active.number(),
                    active.commit().value(),
                    egg.staleConfig(),
                    egg.syncedAt());
        }
    }
}
