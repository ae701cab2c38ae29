package io.polargosling.worker.render;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.Executor;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.worker.binary.ProgramSource;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a machine's user data is written from.
 *
 * @param environment the egg's; what is secret in it is left out
 * @param administratorKey a public SSH key; without one nobody can log in
 */
public record CloudInitInputs(
        Machine machine,
        Map<String, String> environment,
        Programs programs,
        Executor executor,
        Limits limits,
        Optional<String> administratorKey,
        CloudProvider cloud) {

    public CloudInitInputs {
        environment = new TreeMap<>(environment);
    }

    /**
     * Who the machine is.
     *
     * @param apiUrl of the control plane
     * @param enrolmentToken the only secret that gets into user data
     * @param riftServer a host, perhaps with a port
     */
    public record Machine(
            RunnerId runner, EggName egg, URI apiUrl, SecretValue enrolmentToken, Optional<String> riftServer) {}

    /** What it fetches. */
    public record Programs(ProgramSource gosling, ProgramSource agent) {}

    /**
     * How long it may be.
     *
     * @param soft age from which it powers off as soon as it has no job
     * @param hard age at which it powers off whatever it does
     * @param drain what a running job is given when gosling is stopped; more than a minute
     */
    public record Limits(Duration soft, Duration hard, Duration drain) {

        private static final Duration BEYOND_AGE = Duration.ofHours(1);
        private static final Duration AT_MOST = Duration.ofHours(24);

        /** Those of a machine that its pool keeps for {@code maxAge}. */
        public static Limits of(Duration maxAge, Duration drain) {
            return new Limits(maxAge.plus(BEYOND_AGE), maxAge.plus(AT_MOST), drain);
        }
    }
}
