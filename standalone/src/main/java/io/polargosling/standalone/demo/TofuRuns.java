package io.polargosling.standalone.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What OpenTofu itself wrote while it worked for one egg. */
public final class TofuRuns {

    private final Path folder;

    TofuRuns(Path data, String egg) {
        this.folder = data.resolve("runs").resolve(egg);
    }

    /** The folders of all runs that are kept, oldest first. */
    public List<Path> folders() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var runs = Files.list(folder)) {
            return runs.filter(Files::isDirectory)
                    .sorted(Comparator.comparingLong(TofuRuns::changedAt))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("listing " + folder + ": " + e.getMessage(), e);
        }
    }

    /** The folders of the runs that came to an apply, oldest first. */
    public List<Path> applied() {
        return folders().stream()
                .filter(run -> Files.exists(run.resolve("apply.jsonl")))
                .toList();
    }

    /** The run whose plan was to {@code action} (create, delete) the machine of {@code runner}. */
    Optional<Path> planned(String runner, String action) {
        return folders().stream()
                .filter(run -> events(run.resolve("plan.jsonl")).stream()
                        .anyMatch(event -> is(event, "planned_change", "change", runner, action)))
                .findFirst();
    }

    /** The run that has done {@code action} with the machine of {@code runner}. */
    Optional<Path> done(String runner, String action) {
        return folders().stream()
                .filter(run -> events(run.resolve("apply.jsonl")).stream()
                        .anyMatch(event -> is(event, "apply_complete", "hook", runner, action)))
                .findFirst();
    }

    private static boolean is(JsonNode event, String type, String holder, String runner, String action) {
        var what = event.path(holder);
        return event.path("type").asString("").equals(type)
                && what.path("action").asString("").equals(action)
                && what.path("resource").path("addr").asString("").contains("\"" + runner + "\"");
    }

    private static List<JsonNode> events(Path file) {
        try {
            return Files.readString(file)
                    .lines()
                    .flatMap(line -> parse(line).stream())
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file + ": " + e.getMessage(), e);
        }
    }

    /** The last line may be half written. */
    private static Optional<JsonNode> parse(String line) {
        try {
            return Optional.of(JsonMapper.shared().readTree(line));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static long changedAt(Path run) {
        try {
            return Files.getLastModifiedTime(run).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }
}
