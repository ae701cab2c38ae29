package io.polargosling.worker.compute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the doubles of the providers keep in their folder: the resources that exist, and the calls that were made. */
public final class FakeCloud {

    private final JsonMapper json = JsonMapper.shared();
    private final Path folder;

    private FakeCloud(Path folder) {
        this.folder = folder;
    }

    /** The cloud in {@code folder}, which is handed to OpenTofu as {@code GOSLING_FAKE_CLOUD}. */
    public static FakeCloud in(Path folder) {
        return new FakeCloud(folder);
    }

    /** Its folder. */
    public Path folder() {
        return folder;
    }

    /** One resource, with its attributes as the provider would report them. */
    public record Resource(Path file, String type, ObjectNode values) {

        /** The attribute as text. */
        public String text(String attribute) {
            return values.path(attribute).asString("");
        }
    }

    /** Everything that exists, by type. */
    public List<Resource> resources() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.getNameCount() == folder.getNameCount() + 3)
                    .filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(this::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The resources of one type. */
    public List<Resource> resources(String type) {
        return resources().stream()
                .filter(resource -> resource.type().equals(type))
                .toList();
    }

    /** Changes a resource behind OpenTofu's back. */
    public void change(Resource resource, Consumer<ObjectNode> change) {
        var tree = (ObjectNode) parsed(resource.file());
        change.accept((ObjectNode) tree.get("values"));
        write(resource.file(), json.writeValueAsString(tree));
    }

    /** What was asked of it, as "operation type", oldest first; reads included. */
    public List<String> calls() {
        var file = folder.resolve("calls.jsonl");
        try {
            return !Files.exists(file)
                    ? List.of()
                    : Files.readAllLines(file).stream()
                            .map(json::readTree)
                            .map(call -> call.get("operation").asString() + " "
                                    + call.get("type").asString())
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Orders it to fail from now on; see the README of the double for the fields of an order. */
    public void fail(List<Map<String, Object>> orders) {
        write(folder.resolve("faults.json"), json.writeValueAsString(orders));
    }

    private Resource read(Path file) {
        var tree = parsed(file);
        return new Resource(file, tree.get("type").asString(), (ObjectNode) tree.get("values"));
    }

    private JsonNode parsed(Path file) {
        try {
            return json.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
