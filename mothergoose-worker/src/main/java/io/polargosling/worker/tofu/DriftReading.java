package io.polargosling.worker.tofu;

import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.RunnerId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which attributes differ, as the plan file says. Only what it says tells that, and it says it with every value, secrets
 * among them: so it is read from a pipe and kept nowhere.
 */
final class DriftReading {

    private static final int MAX_BYTES = 64 << 20;
    private static final int ATTRIBUTES = 20;

    /** What a stop and a start change, which we do ourselves. */
    private static final Set<String> OF_POWER = Set.of(
            "instance_state",
            "public_ip",
            "public_dns",
            "status",
            "nat_ip_address",
            "running_count",
            "pending_count",
            "host_id");

    private DriftReading() {}

    /** What differs by the plan in {@code folder}. */
    static List<Drift.Difference> read(TofuProgram.Found tofu, Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        var process = PhaseProcess.show(tofu.path(), folder, environment);
        try (var out = process.getInputStream()) {
            var found = differences(JsonMapper.shared().readTree(bounded(out)));
            if (process.waitFor() != 0) {
                throw new UnavailableException(
                        "reading what differs in " + folder + ": OpenTofu ended with exit code " + process.exitValue());
            }
            return found;
        } catch (JacksonException e) {
            // Without the cause, whose message may show a value.
            throw new UnavailableException("reading what differs in " + folder + ": OpenTofu's answer is no JSON of at"
                    + " most " + (MAX_BYTES >> 20) + " MiB");
        } finally {
            process.destroyForcibly();
        }
    }

    private static byte[] bounded(InputStream in) throws IOException {
        return in.readNBytes(MAX_BYTES);
    }

    /** What differs by a plan's JSON form. */
    static List<Drift.Difference> differences(JsonNode plan) {
        var found = new ArrayList<Drift.Difference>();
        for (var drift : plan.path("resource_drift")) {
            var change = drift.path("change");
            var isGone = change.path("after").isNull() || change.path("after").isMissingNode();
            var names = new TreeSet<String>();
            if (!isGone) {
                compare("", change.path("before"), change.path("after"), names);
            }
            if (isGone || !names.isEmpty()) {
                found.add(new Drift.Difference(
                        drift.path("type").asString("") + "."
                                + drift.path("name").asString(""),
                        runner(drift.path("index").asString("")),
                        names.stream().limit(ATTRIBUTES).toList()));
            }
        }
        return found;
    }

    private static Optional<RunnerId> runner(String index) {
        return RunnerId.isValid(index) ? Optional.of(RunnerId.of(index)) : Optional.empty();
    }

    private static void compare(String name, JsonNode before, JsonNode after, Set<String> names) {
        if (before.equals(after) || OF_POWER.contains(name.substring(name.lastIndexOf('.') + 1))) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            Stream.concat(before.propertyNames().stream(), after.propertyNames().stream())
                    .distinct()
                    .forEach(each -> compare(
                            name.isEmpty() ? each : name + "." + each, before.path(each), after.path(each), names));
        } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                compare(name, before.path(i), after.path(i), names);
            }
        } else if (!isNothing(before) || !isNothing(after)) {
            names.add(name);
        }
    }

    /** Providers say nothing in several ways. */
    private static boolean isNothing(JsonNode value) {
        return value.isNull()
                || value.isMissingNode()
                || (value.isContainer() && value.isEmpty())
                || (value.isString() && value.asString().isEmpty());
    }
}
