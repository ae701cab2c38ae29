package io.polargosling.clouds;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.CloudResource.Power;
import io.polargosling.domain.inventory.Inventory;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.runner.RunnerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** What exists in folders of Yandex Cloud, in both forms. */
final class YandexInventory implements Inventory {

    private static final String DELETING = "DELETING";

    private final YandexItems instances;
    private final YandexItems containers;
    private final Labels labels;
    private final Supplier<Set<String>> folders;

    YandexInventory(YandexItems instances, YandexItems containers, Labels labels, Supplier<Set<String>> folders) {
        this.instances = instances;
        this.containers = containers;
        this.labels = labels;
        this.folders = folders;
    }

    @Override
    public List<CloudResource> list() {
        var machines = new ArrayList<CloudResource>();
        for (var folder : new TreeSet<>(folders.get())) {
            var what = "listing machines in Yandex folder " + folder;
            instances.list(folder, what).forEach(each -> add(each, power(status(each)), machines));
            // One that could not be made can only be deleted, so it must be seen.
            containers.list(folder, what).forEach(each -> add(each, Power.ON, machines));
        }
        return machines;
    }

    @Override
    public void delete(RunnerId runner) {
        var what = "deleting the machine of runner " + runner;
        for (var folder : new TreeSet<>(folders.get())) {
            deleteEach(instances.list(folder, what), runner, instances::delete, what);
            deleteEach(containers.list(folder, what), runner, containers::delete, what);
        }
    }

    private void deleteEach(List<JsonNode> listed, RunnerId runner, BiConsumer<String, String> delete, String what) {
        for (var each : listed) {
            if (!status(each).equals(DELETING)
                    && runner(each).filter(runner::equals).isPresent()) {
                try {
                    delete.accept(id(each), what);
                } catch (NotFoundException _) {
                    // Somebody else was faster.
                }
            }
        }
    }

    private void add(JsonNode listed, Power power, List<CloudResource> machines) {
        if (!status(listed).equals(DELETING)) {
            var zone = Optional.of(listed.path("zoneId").asString("")).filter(text -> !text.isEmpty());
            runner(listed)
                    .map(runner -> new CloudResource(
                            runner, CloudProvider.YANDEX, zone.flatMap(this::region), zone, id(listed), power))
                    .ifPresent(machines::add);
        }
    }

    /** A zone is called after its region. */
    private Optional<String> region(String zone) {
        int end = zone.lastIndexOf('-');
        return end < 0 ? Optional.empty() : Optional.of(zone.substring(0, end));
    }

    /** A broken one, and whatever Yandex may invent, is neither on nor off, so that nobody waits for it for good. */
    private static Power power(String status) {
        return switch (status) {
            case "RUNNING" -> Power.ON;
            case "STOPPED" -> Power.OFF;
            default -> Power.CHANGING;
        };
    }

    private Optional<RunnerId> runner(JsonNode listed) {
        Map<String, String> found = new HashMap<>();
        listed.path("labels")
                .properties()
                .forEach(label -> found.put(label.getKey(), label.getValue().asString("")));
        return labels.runner(found);
    }

    private static String id(JsonNode listed) {
        return listed.path("id").asString("");
    }

    private static String status(JsonNode listed) {
        return listed.path("status").asString("");
    }
}
