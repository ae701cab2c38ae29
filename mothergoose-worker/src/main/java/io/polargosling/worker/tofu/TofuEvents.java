package io.polargosling.worker.tofu;

import io.polargosling.domain.runner.RunnerId;
import io.polargosling.worker.render.ModuleResources;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What OpenTofu said in one phase, read from the file its {@code -json} output went to. Lines that are no JSON, too
 * long, or of an unknown type are passed over, as its documentation of the machine-readable interface asks.
 */
final class TofuEvents {

    /** How much of a file is read, and may be written, in bytes. */
    static final int MAX_FILE = 64 << 20;

    private static final int MAX_LINE = 1 << 20;
    private static final String MODULE = "module.runners";
    private static final Pattern KEY = Pattern.compile("\\[\"([a-z0-9]{12})\"]$");
    private static final Set<String> SHARED_MAY = Set.of("create", "update", "delete");

    private final ModuleResources resources = ModuleResources.ofModule();
    private final Map<RunnerId, RunnerEvents> runners = new LinkedHashMap<>();
    private final Set<String> unexpected = new LinkedHashSet<>();
    private final List<Diagnostic> errors = new ArrayList<>();
    private boolean sharedChange;
    private boolean finished;

    /**
     * An error that OpenTofu reported.
     *
     * @param runner the one it concerns, where that is told
     */
    record Diagnostic(String summary, String detail, Optional<RunnerId> runner) {

        /** Both texts on one line. */
        String text() {
            return detail.isEmpty() ? summary : summary + ": " + detail;
        }
    }

    private TofuEvents() {}

    /** Reads {@code file}; a file that is not there holds no events. */
    static TofuEvents read(Path file) throws IOException {
        var events = new TofuEvents();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            var line = new ByteArrayOutputStream(512);
            int total = 0;
            for (int b = in.read(); b >= 0 && total < MAX_FILE; b = in.read(), total++) {
                if (b == '\n') {
                    events.accept(line);
                    line.reset();
                } else if (line.size() <= MAX_LINE) {
                    line.write(b);
                }
            }
            events.accept(line);
        } catch (NoSuchFileException e) {
            return events;
        }
        return events;
    }

    /** Runner instances that are to change, with the action's word; those that only get what they lack are not. */
    Map<RunnerId, String> planned() {
        var planned = new LinkedHashMap<RunnerId, String>();
        runners.forEach((id, events) ->
                events.planned().filter(_ -> !events.isToBeCompleted()).ifPresent(action -> planned.put(id, action)));
        return planned;
    }

    /** Addresses of things that no run may change. */
    Set<String> unexpected() {
        return unexpected;
    }

    /** True when something is to change that an egg's runners share, or what a machine that stays lacks is to be made. */
    boolean hasSharedChange() {
        return sharedChange || runners.values().stream().anyMatch(RunnerEvents::isToBeCompleted);
    }

    /** Runner instances whose machine was made, and those of which everything that was to go did, with the action's word. */
    Map<RunnerId, String> completed() {
        var completed = new LinkedHashMap<RunnerId, String>();
        runners.forEach((id, events) -> events.completed().ifPresent(action -> completed.put(id, action)));
        return completed;
    }

    /** The cloud's id of a machine that was made; empty when it was not told, or is nothing a cloud knows. */
    Optional<String> cloudId(RunnerId runner) {
        return Optional.ofNullable(runners.get(runner)).flatMap(RunnerEvents::cloudId);
    }

    /** Runner instances whose change failed. */
    Set<RunnerId> errored() {
        var errored = new LinkedHashSet<RunnerId>();
        runners.forEach((id, events) -> {
            if (events.isErrored()) {
                errored.add(id);
            }
        });
        return errored;
    }

    /** The errors it reported, in order. */
    List<Diagnostic> errors() {
        return errors;
    }

    /** The first error it reported: summary and detail. */
    Optional<String> error() {
        return errors.stream().findFirst().map(Diagnostic::text);
    }

    /** True when the file ends as a whole phase does: with the summary of changes, or with an error. */
    boolean isFinished() {
        return finished;
    }

    private void accept(ByteArrayOutputStream line) {
        if (line.size() == 0 || line.size() > MAX_LINE) {
            return;
        }
        try {
            accept(JsonMapper.shared().readTree(line.toByteArray()));
        } catch (JacksonException e) {
            // The last line of a killed process may be cut off; what it would have said is not known.
            return;
        }
    }

    private void accept(JsonNode event) {
        switch (event.path("type").asString("")) {
            case "planned_change" -> plannedChange(event.path("change"));
            case "apply_complete" -> {
                var hook = event.path("hook");
                runner(hook)
                        .ifPresent(events -> events.complete(
                                address(hook),
                                hook.path("action").asString(""),
                                resources.runners().contains(kind(hook)),
                                isMachine(hook) ? hook.path("id_value").asString("") : ""));
            }
            case "apply_errored", "provision_errored" ->
                runner(event.path("hook")).ifPresent(RunnerEvents::fail);
            case "change_summary" -> finished = true;
            case "diagnostic" -> diagnostic(event.path("diagnostic"));
            default -> {
                // Progress and types that a later version may bring.
            }
        }
    }

    private void plannedChange(JsonNode change) {
        var action = change.path("action").asString("");
        if ("noop".equals(action) || "read".equals(action)) {
            return;
        }
        var runner = runner(change);
        if (runner.isPresent()) {
            runner.get().plan(address(change), action, resources.runners().contains(kind(change)));
        } else if (isShared(change) && SHARED_MAY.contains(action)) {
            sharedChange = true;
        } else {
            unexpected.add(change.path("resource").path("addr").asString("?"));
        }
    }

    private void diagnostic(JsonNode diagnostic) {
        if (!"error".equals(diagnostic.path("severity").asString(""))) {
            return;
        }
        var key = KEY.matcher(diagnostic.path("address").asString(""));
        var runner = key.find() && RunnerId.isValid(key.group(1))
                ? Optional.of(RunnerId.of(key.group(1)))
                : Optional.<RunnerId>empty();
        errors.add(new Diagnostic(
                diagnostic.path("summary").asString(""),
                diagnostic.path("detail").asString(""),
                runner));
        runner.ifPresent(
                id -> runners.computeIfAbsent(id, _ -> new RunnerEvents()).fail());
        finished = true;
    }

    private Optional<RunnerEvents> runner(JsonNode node) {
        var key = node.path("resource").path("resource_key").asString("");
        var kind = kind(node);
        boolean isOfRunner = isInModule(node)
                && (resources.runners().contains(kind) || resources.beside().contains(kind))
                && RunnerId.isValid(key);
        return isOfRunner
                ? Optional.of(runners.computeIfAbsent(RunnerId.of(key), _ -> new RunnerEvents()))
                : Optional.empty();
    }

    /** A process of this host is known by its runner, not by the number OpenTofu gives its resource. */
    private boolean isMachine(JsonNode node) {
        return resources.runners().contains(kind(node)) && !kind(node).startsWith("terraform_data.");
    }

    private boolean isShared(JsonNode node) {
        return isInModule(node) && resources.shared().contains(kind(node));
    }

    private static boolean isInModule(JsonNode node) {
        return node.path("resource").path("module").asString("").startsWith(MODULE);
    }

    private static String kind(JsonNode node) {
        var resource = node.path("resource");
        return resource.path("resource_type").asString("") + "."
                + resource.path("resource_name").asString("");
    }

    private static String address(JsonNode node) {
        return node.path("resource").path("addr").asString("");
    }
}
