package io.polargosling.worker.render;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The shapes of machines, from the data files of the compute module. */
final class Shapes {

    private Shapes() {}

    /**
     * A shape.
     *
     * @param cpu cores; a part of one counts as none
     * @param memoryMb the most it has
     */
    record Fit(int cpu, long memoryMb) {}

    static List<Fit> awsMachines() {
        return each(Variant.AWS_VM)
                .map(shape -> new Fit(
                        shape.path("cpu").asInt(), shape.path("memory_mb").asLong()))
                .toList();
    }

    static List<Fit> fargate() {
        return each(Variant.AWS_SERVERLESS)
                .map(shape -> new Fit(
                        shape.path("units").asInt() / 1024,
                        shape.path("memory_mb")
                                .get(shape.path("memory_mb").size() - 1)
                                .asLong()))
                .toList();
    }

    static List<Fit> yandexMachines() {
        var shape = read(Variant.YANDEX_VM);
        var fits = new ArrayList<Fit>();
        for (var cores : shape.path("cores")) {
            long most = Math.min(
                    cores.asLong() * shape.path("most_gb_per_core").asLong(),
                    shape.path("most_gb").asLong());
            fits.add(new Fit(cores.asInt(), most * 1024));
        }
        return List.copyOf(fits);
    }

    private static java.util.stream.Stream<JsonNode> each(Variant variant) {
        return StreamSupport.stream(read(variant).spliterator(), false);
    }

    private static JsonNode read(Variant variant) {
        return JsonMapper.shared().readTree(Resource.text("/compute-module/" + variant.folder() + "/shapes.json"));
    }
}
