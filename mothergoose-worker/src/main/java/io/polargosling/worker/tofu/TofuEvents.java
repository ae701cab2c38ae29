package io.polargosling.worker.tofu;

import io.polargosling.domain.runner.RunnerId;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What OpenTofu said in one phase, read from the file its {@code -json} output went to. Lines that are no JSON, too
 * long, or of an unknown type are passed over, as its documentation of the machine-readable interface asks.
 */
final class TofuEvents {

    private static final int MAX_LINE = 1 << 20;
    private static final int MAX_FILE = 64 << 20;
    private static final String RUNNER_TYPE = "terraform_data";

    private final Map<RunnerId, String> planned = new LinkedHashMap<>();
    private final Set<String> unexpected = new LinkedHashSet<>();
    private final Map<RunnerId, String> completed = new LinkedHashMap<>();
    private final Set<RunnerId> errored = new LinkedHashSet<>();
    private @Nullable String error;
    private boolean finished;

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

    /** Runner instances that are to change, with the action's word. */
    Map<RunnerId, String> planned() {
        return planned;
    }

    /** Addresses of things that are no runner instance and are to change. */
    Set<String> unexpected() {
        return unexpected;
    }

    /** Runner instances whose change succeeded, with the action's word. */
    Map<RunnerId, String> completed() {
        return completed;
    }

    /** Runner instances whose change failed. */
    Set<RunnerId> errored() {
        return errored;
    }

    /** The first error it reported: summary and detail. */
    Optional<String> error() {
        return Optional.ofNullable(error);
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
            case "apply_complete" ->
                runner(event.path("hook"))
                        .ifPresent(id -> completed.put(
                                id, event.path("hook").path("action").asString("")));
            case "apply_errored", "provision_errored" ->
                runner(event.path("hook")).ifPresent(errored::add);
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
        runner(change)
                .ifPresentOrElse(
                        id -> planned.put(id, action),
                        () -> unexpected.add(
                                change.path("resource").path("addr").asString("?")));
    }

    private void diagnostic(JsonNode diagnostic) {
        if (error == null && "error".equals(diagnostic.path("severity").asString(""))) {
            var detail = diagnostic.path("detail").asString("");
            error = diagnostic.path("summary").asString("") + (detail.isEmpty() ? "" : ": " + detail);
            finished = true;
        }
    }

    private static Optional<RunnerId> runner(JsonNode node) {
        var resource = node.path("resource");
        var key = resource.path("resource_key").asString("");
        boolean isRunner = RUNNER_TYPE.equals(resource.path("resource_type").asString(""))
                && "module.runners".equals(resource.path("module").asString(""))
                && RunnerId.isValid(key);
        return isRunner ? Optional.of(RunnerId.of(key)) : Optional.empty();
    }
}
