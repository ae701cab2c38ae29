package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.FleetConfig;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.plan.PlanBinding;
import io.polargosling.domain.plan.PlanInputs;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.worker.inventory.LocalHost;
import io.polargosling.worker.render.CloudInstance;
import io.polargosling.worker.render.Conversion;
import io.polargosling.worker.render.Instance;
import io.polargosling.worker.render.SharedInputs;
import io.polargosling.worker.render.Variant;
import io.polargosling.worker.render.VariantInputs;
import io.polargosling.worker.render.WorkspaceInputs;
import io.polargosling.worker.render.WorkspaceRenderer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What stands in a run's folder before OpenTofu starts, and what OpenTofu is handed beside it. */
final class Workspaces {

    private static final Logger log = LoggerFactory.getLogger(Workspaces.class);

    private final WorkspaceRenderer renderer;
    private final StateKey stateKey;
    private final CloudCredentials credentials;
    private final States states;
    private final Mirrors mirrors;
    private final LocalHost host;
    private final MemoryBounds memory;
    private final CloudSources sources;

    Workspaces(
            WorkspaceRenderer renderer,
            StateKey stateKey,
            CloudCredentials credentials,
            States states,
            Mirrors mirrors,
            LocalHost host,
            MemoryBounds memory,
            CloudSources sources) {
        this.renderer = renderer;
        this.stateKey = stateKey;
        this.credentials = credentials;
        this.states = states;
        this.mirrors = mirrors;
        this.host = host;
        this.memory = memory;
        this.sources = sources;
    }

    /**
     * A rendered workspace.
     *
     * @param environment of OpenTofu, for one phase; holds the state's keys and the clouds' credentials
     * @param output with whatever is secret masked
     * @param refused machines that cannot be asked for, which are left out
     */
    record Workspace(
            Path folder,
            WorkspaceInputs inputs,
            Supplier<Map<String, String>> environment,
            RunOutput output,
            WarmWorkspace warm,
            Map<RunnerId, RunFailure> refused) {}

    /** Renders what {@code request} asks for into {@code folder}. */
    Workspace render(ApplyRequest request, TofuProgram.Found tofu, Path folder) {
        var asked = new Asked(request);
        var inputs = new WorkspaceInputs(
                tofu.version(),
                states.backend(request.revision().egg()),
                mirrors.current(asked.providers()),
                asked.clouds.map(clouds -> asked.shared(clouds)),
                asked.clouds.flatMap(CloudMachines::folder),
                asked.variants());
        renderer.render(inputs, folder);
        var keys = stateKey.keys();
        asked.secrets.addAll(keys.all());
        var needed = String.join("\n", tofu.path().toString(), renderer.version(), renderer.shared(inputs));
        var output = new RunOutput(folder, asked.secrets);
        credentials.of(inputs).values().forEach(output::hide);
        var fixed = environment(keys, folder);
        return new Workspace(
                folder,
                inputs,
                () -> withCredentials(fixed, inputs, output),
                output,
                new WarmWorkspace(folder, needed),
                asked.refused);
    }

    /** What a request asks for, variant by variant. */
    private final class Asked {

        private final ApplyRequest request;
        private final Map<Variant, Boolean> retired;
        private final Map<Variant, Map<RunnerId, Instance>> instances = new EnumMap<>(Variant.class);
        private final Map<RunnerId, RunFailure> refused = new HashMap<>();
        private final List<SecretValue> secrets = new ArrayList<>();
        /** Empty where all is local: then no cloud is thought of. */
        private final Optional<CloudMachines> clouds;

        private Asked(ApplyRequest request) {
            this.request = request;
            this.retired = request.variants().with(request.machines());
            this.clouds = retired.keySet().stream().anyMatch(variant -> variant.provider() != CloudProvider.LOCAL)
                    ? Optional.of(new CloudMachines(sources))
                    : Optional.empty();
            retired.keySet().forEach(variant -> instances.put(variant, new HashMap<>()));
            request.machines().forEach(this::add);
        }

        private void add(Machine machine) {
            machine.enrolmentToken().ifPresent(secrets::add);
            var runner = machine.runner();
            if (runner.origin().placement().provider() == CloudProvider.LOCAL) {
                put(
                        Variant.LOCAL,
                        runner.id(),
                        host.instance(runner.id(), request.revision().egg()));
                return;
            }
            switch (clouds.orElseThrow().convert(machine)) {
                case Conversion.Ready(Variant variant, CloudInstance instance) -> {
                    if (instance.start() instanceof CloudInstance.Start.UserData(SecretValue userData)) {
                        secrets.addAll(forms(userData.reveal()));
                    }
                    put(variant, runner.id(), instance);
                }
                case Conversion.Refused(FailureCause cause, String text) ->
                    refused.put(runner.id(), new RunFailure(cause, text));
            }
        }

        private void put(Variant variant, RunnerId runner, Instance instance) {
            instances.computeIfAbsent(variant, _ -> new HashMap<>()).put(runner, instance);
        }

        private Set<CloudProvider> providers() {
            return retired.keySet().stream().map(Variant::provider).collect(Collectors.toSet());
        }

        private SharedInputs shared(CloudMachines machines) {
            boolean stays = !request.variants().lasting().isEmpty();
            return machines.shared(
                    request.revision().egg(), stays ? List.of(request.revision().config()) : List.<FleetConfig>of());
        }

        private Map<Variant, VariantInputs> variants() {
            var variants = new EnumMap<Variant, VariantInputs>(Variant.class);
            instances.forEach(
                    (variant, of) -> variants.put(variant, new VariantInputs(retired.getOrDefault(variant, true), of)));
            return variants;
        }
    }

    /** The forms in which OpenTofu may say user data: as they are, in JSON, and as clouds take them. */
    private static List<SecretValue> forms(String userData) {
        var quoted = JsonMapper.shared().writeValueAsString(userData);
        return List.of(
                SecretValue.of(userData),
                SecretValue.of(quoted.substring(1, quoted.length() - 1)),
                SecretValue.of(Base64.getEncoder().encodeToString(userData.getBytes(StandardCharsets.UTF_8))));
    }

    /** What the key is known by that states are encrypted with from now on. */
    String currentKey() {
        return stateKey.keys().currentId();
    }

    /** What a plan made from {@code inputs} says of where it comes from. */
    PlanInputs planInputs(ApplyRequest request, WorkspaceInputs inputs) {
        var revision = request.revision();
        return new PlanInputs(
                revision.number(),
                revision.hash(),
                revision.commit(),
                renderer.version(),
                inputs.tofuVersion(),
                VariantCalls.noted(
                        renderer.shared(inputs), request.variants().with(request.machines()), request.machines()));
    }

    /** What the plan in {@code folder} is bound to, as it is now. */
    PlanBinding binding(EggName egg, Path folder) {
        try {
            return new PlanBinding(
                    Sha256.of(folder.resolve(RunFolders.PLAN_FILE)).value(),
                    Sha256.of(folder.resolve(WorkspaceRenderer.VARIABLES)).value(),
                    states.head(egg).map(StateHead::serial).orElse(OptionalLong.empty()));
        } catch (IOException e) {
            throw new UnavailableException("reading the plan in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** What a run said whose worker died: what was secret in it is read from the variables that it left. */
    RunOutput outputOf(Path folder) {
        var secrets = new ArrayList<>(stateKey.keys().all());
        try {
            var variables = Files.readAllBytes(folder.resolve(WorkspaceRenderer.VARIABLES));
            var tree = JsonMapper.shared().readTree(variables);
            tree.findValuesAsString("enrolment_token").forEach(token -> secrets.add(SecretValue.of(token)));
            tree.findValuesAsString("user_data").forEach(userData -> secrets.addAll(forms(userData)));
        } catch (IOException | JacksonException e) {
            log.debug("no variables were left folder={} cause=\"{}\"", folder, e.getMessage());
        }
        return new RunOutput(folder, secrets);
    }

    private Map<String, String> withCredentials(Map<String, String> fixed, WorkspaceInputs inputs, RunOutput output) {
        var environment = new HashMap<>(fixed);
        credentials.of(inputs).forEach((name, value) -> {
            output.hide(value);
            environment.put(name, value.reveal());
        });
        return environment;
    }

    private Map<String, String> environment(StateKeys keys, Path folder) {
        try {
            var environment = new HashMap<>(keys.environment(folder));
            environment.put("GOMEMLIMIT", memory.forGo());
            return environment;
        } catch (IOException e) {
            throw new UnavailableException("reading the workspace " + folder + ": " + e.getMessage(), e);
        }
    }
}
