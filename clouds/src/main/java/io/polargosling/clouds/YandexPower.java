package io.polargosling.clouds;

import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.PowerSwitch;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Turning machines on and off, and calling containers. A quota refuses a start at once; a zone without room lets the
 * start begin and fail, after which the machine is stopped as before. So the last start of each machine is remembered,
 * and how it ended is what the next one is told first.
 */
final class YandexPower implements PowerSwitch {

    private static final int REMEMBERED = 1000;

    private final YandexItems instances;
    private final YandexItems containers;
    private final YandexApi api;
    private final URI operations;
    private final Map<String, String> starts = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    YandexPower(YandexItems instances, YandexItems containers, YandexApi api, URI operations) {
        this.instances = instances;
        this.containers = containers;
        this.api = api;
        this.operations = operations.resolve("/operations");
    }

    @Override
    public void stop(CloudResource machine) {
        var what = "stopping machine " + machine.cloudId();
        switch (status(instances.get(machine.cloudId(), what))) {
            case "STOPPED", "STOPPING" -> {}
            case "RUNNING" -> {
                var _ = lastStart(machine.cloudId());
                var _ = instances.turn(machine.cloudId(), "stop", what);
            }
            case "DELETING" -> throw gone(what);
            case String other -> throw busy(what, other);
        }
    }

    @Override
    public void start(CloudResource machine) {
        var what = "starting machine " + machine.cloudId();
        switch (status(instances.get(machine.cloudId(), what))) {
            case "RUNNING", "STARTING", "PROVISIONING", "RESTARTING" -> {}
            case "STOPPED" -> {
                if (!isUnderWay(machine.cloudId(), what)) {
                    remember(machine.cloudId(), instances.turn(machine.cloudId(), "start", what));
                }
            }
            case "DELETING" -> throw gone(what);
            case String other -> throw busy(what, other);
        }
    }

    @Override
    public void invoke(CloudResource machine) {
        var what = "invoking container " + machine.cloudId();
        var container = containers.get(machine.cloudId(), what);
        switch (status(container)) {
            case "ACTIVE" -> call(container, what);
            case "DELETING" -> throw gone(what);
            case String other -> throw busy(what, other);
        }
    }

    /** The token goes along, so only over a connection that is as safe as that to the API. */
    private void call(JsonNode container, String what) {
        var url = container.path("url").asString("");
        if (!url.startsWith(operations.getScheme() + "://")) {
            throw new InternalException(
                    what + ": its URL \"" + url + "\" (expected: " + operations.getScheme() + "://)");
        }
        api.call(URI.create(url), what);
    }

    private static String status(JsonNode item) {
        return item.path("status").asString("");
    }

    /** Whether the last start is not done yet; fails as it has failed. */
    private boolean isUnderWay(String id, String what) {
        var last = lastStart(id);
        if (last.isEmpty()) {
            return false;
        }
        try {
            var operation = api.get(URI.create(operations + "/" + last.get()), what);
            if (YandexApi.started(operation, what).path("done").asBoolean(false)) {
                return false;
            }
        } catch (NotFoundException _) {
            return false;
        }
        remember(id, last.get());
        return true;
    }

    private void remember(String id, String operation) {
        synchronized (starts) {
            starts.put(id, operation);
        }
    }

    private Optional<String> lastStart(String id) {
        synchronized (starts) {
            return Optional.ofNullable(starts.remove(id));
        }
    }

    private static UnavailableException busy(String what, String status) {
        return new UnavailableException(what + ": it is " + status + " (try again later)");
    }

    private static NotFoundException gone(String what) {
        return new NotFoundException(what + ": it is gone");
    }
}
