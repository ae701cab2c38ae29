package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.plan.PlanBinding;
import io.polargosling.domain.plan.PlanInputs;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.worker.inventory.LocalHost;
import io.polargosling.worker.render.WorkspaceInputs;
import io.polargosling.worker.render.WorkspaceRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
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

    Workspaces(
            WorkspaceRenderer renderer,
            StateKey stateKey,
            CloudCredentials credentials,
            States states,
            Mirrors mirrors,
            LocalHost host,
            MemoryBounds memory) {
        this.renderer = renderer;
        this.stateKey = stateKey;
        this.credentials = credentials;
        this.states = states;
        this.mirrors = mirrors;
        this.host = host;
        this.memory = memory;
    }

    /**
     * A rendered workspace.
     *
     * @param environment of OpenTofu, for one phase; holds the state's keys and the clouds' credentials
     * @param output with whatever is secret masked
     */
    record Workspace(
            Path folder,
            WorkspaceInputs inputs,
            Supplier<Map<String, String>> environment,
            RunOutput output,
            WarmWorkspace warm) {}

    /** Renders what {@code request} asks for into {@code folder}. */
    Workspace render(ApplyRequest request, TofuProgram.Found tofu, Path folder) {
        var egg = request.revision().egg();
        var inputs = WorkspaceInputs.local(
                tofu.version(),
                states.backend(egg),
                mirrors.current(Set.of(CloudProvider.LOCAL)),
                request.machines().stream()
                        .map(Machine::runner)
                        .collect(Collectors.toMap(Runner::id, runner -> host.instance(runner.id(), egg))));
        renderer.render(inputs, folder);
        var keys = stateKey.keys();
        var secrets = new ArrayList<>(keys.all());
        request.machines().forEach(machine -> machine.enrolmentToken().ifPresent(secrets::add));
        var needed = String.join("\n", tofu.path().toString(), renderer.version(), renderer.shared(inputs));
        var output = new RunOutput(folder, secrets);
        credentials.of(inputs).values().forEach(output::hide);
        var fixed = environment(keys, folder);
        return new Workspace(
                folder,
                inputs,
                () -> withCredentials(fixed, inputs, output),
                output,
                new WarmWorkspace(folder, needed));
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
                renderer.shared(inputs));
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
            JsonMapper.shared()
                    .readTree(variables)
                    .findValuesAsString("enrolment_token")
                    .forEach(token -> secrets.add(SecretValue.of(token)));
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
