package io.polargosling.worker.tofu;

import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import io.polargosling.worker.binary.RunnerPrograms;
import io.polargosling.worker.render.CloudFacts;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where what machines in clouds are made with is found, anew for each run that makes some.
 *
 * @param facts of this installation
 * @param programs what machines fetch
 * @param maxAge after which their pool ends them
 */
public record CloudSources(Supplier<CloudFacts> facts, RunnerPrograms programs, Supplier<Duration> maxAge) {

    /**
     * Those of an installation.
     *
     * @param apiUrl where runners reach the API
     */
    public static CloudSources of(Storage storage, BinaryLibrary binaries, Settings settings, String apiUrl) {
        return new CloudSources(
                () -> facts(storage, settings, apiUrl),
                new RunnerPrograms(binaries),
                () -> storage.policies()
                        .current()
                        .orElseGet(PruningPolicy::defaults)
                        .maxAge());
    }

    /**
     * What is known of the installation now.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when the storage does not answer
     */
    public static CloudFacts facts(Storage storage, Settings settings, String apiUrl) {
        return CloudFacts.of(
                Optional.of(nestUrl(settings)),
                storage.infrastructure().current(),
                Optional.of(apiUrl),
                settings.runner().image(),
                settings.limits().lifetimes());
    }

    /** What the label of machines is made from: the same for whoever makes them and for whoever looks for them. */
    public static String nestUrl(Settings settings) {
        return settings.nest().url().orElse("nest");
    }
}
