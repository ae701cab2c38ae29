package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggOptions;
import io.polargosling.domain.egg.FleetConfig;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.runner.RunnerPlatform;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.worker.binary.RunnerPrograms;
import io.polargosling.worker.render.CloudFacts;
import io.polargosling.worker.render.CloudFleet;
import io.polargosling.worker.render.CloudInit;
import io.polargosling.worker.render.CloudInitInputs;
import io.polargosling.worker.render.Conversion;
import io.polargosling.worker.render.SharedInputs;
import io.polargosling.worker.render.UserData;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The machines of one run that are in clouds, with what the installation knows at its start. */
final class CloudMachines {

    /** Long enough to be made and to boot, and no longer: whoever has the address may fetch the program. */
    private static final Duration FETCHABLE = Duration.ofHours(1);

    /** What a running job is given when its runner is stopped. */
    private static final Duration DRAIN = Duration.ofHours(1);

    /** The shapes of the compute module are all of this kind. */
    private static final String PLATFORM = "linux-amd64";

    private final CloudSources sources;
    private final CloudFacts facts;
    private final CloudFleet fleet;
    private final Duration maxAge;
    private final Map<Optional<String>, RunnerPrograms.Choice> programs = new HashMap<>();

    /** What holds now is read once. */
    CloudMachines(CloudSources sources) {
        this.sources = sources;
        this.facts = sources.facts().get();
        this.fleet = CloudFleet.of(facts);
        this.maxAge = sources.maxAge().get();
    }

    /**
     * The machine as its variant takes it: one that is to be made has a token, any other is there already.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when it cannot be found out now what programs there are
     */
    Conversion convert(Machine machine) {
        var token = machine.enrolmentToken();
        if (token.isEmpty()) {
            return fleet.existing(machine.runner());
        }
        // Without an address to report to it is refused, whatever its user data.
        if (machine.runner().origin().platform() != RunnerPlatform.VM
                || facts.apiUrl().isEmpty()) {
            return fleet.fresh(machine.runner(), machine.config(), token.get(), Optional.empty(), maxAge);
        }
        return switch (userData(machine, token.get(), URI.create(facts.apiUrl().get()))) {
            case UserData.Refused(String reason) -> new Conversion.Refused(FailureCause.TEMPLATE, reason);
            case UserData.Written(SecretValue text) ->
                fleet.fresh(machine.runner(), machine.config(), token.get(), Optional.of(text), maxAge);
        };
    }

    /** What the runners of {@code egg} share; {@code configs} are those that more of them may be made from. */
    SharedInputs shared(EggName egg, Collection<? extends FleetConfig> configs) {
        return fleet.shared(egg, configs);
    }

    /** The folder of the Yandex cloud. */
    Optional<String> folder() {
        return facts.folder();
    }

    private UserData userData(Machine machine, SecretValue token, URI apiUrl) {
        var options = machine.config().options();
        var chosen = programs.computeIfAbsent(
                options.goslingVersion(), version -> sources.programs().choose(version, PLATFORM, FETCHABLE));
        return switch (chosen) {
            case RunnerPrograms.Choice.Unavailable(String reason) -> new UserData.Refused(reason);
            case RunnerPrograms.Choice.Found found ->
                CloudInit.write(new CloudInitInputs(
                        new CloudInitInputs.Machine(
                                machine.runner().id(),
                                machine.runner().egg(),
                                apiUrl,
                                token,
                                options.riftServer().filter(server -> !server.equals(EggOptions.OWN_RIFT))),
                        options.environment(),
                        new CloudInitInputs.Programs(found.gosling(), found.agent()),
                        machine.config().runner().agent().executor(),
                        CloudInitInputs.Limits.of(maxAge, DRAIN),
                        Optional.empty(),
                        machine.runner().origin().placement().provider()));
        };
    }
}
