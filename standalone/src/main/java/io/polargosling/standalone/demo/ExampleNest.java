package io.polargosling.standalone.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The example Nest with another GitLab server, and with times short enough to watch. */
public final class ExampleNest {

    static final long NEST_PROJECT = 100;

    private final Map<String, String> files;

    private ExampleNest(Map<String, String> files) {
        this.files = files;
    }

    /**
     * An egg of it.
     *
     * @param tag what jobs for it ask for
     */
    public record DemoEgg(String name, long project, String tag) {

        /** Runners that take one job after another. */
        public static final DemoEgg BUILDER = new DemoEgg("builder", 101, "builder");

        /** A runner for every job. */
        public static final DemoEgg ONESHOT = new DemoEgg("oneshot", 102, "oneshot");

        /** Its file in the Nest. */
        public String file() {
            return "Eggs/" + name + "/config.fly";
        }
    }

    /** The files in {@code folder}. */
    static ExampleNest read(Path folder) {
        var files = new LinkedHashMap<String, String>();
        try (var paths = Files.walk(folder)) {
            for (var path : (Iterable<Path>) paths.filter(Files::isRegularFile).sorted()::iterator) {
                files.put(folder.relativize(path).toString(), Files.readString(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading the example Nest: " + e.getMessage(), e);
        }
        return new ExampleNest(files);
    }

    /** The same with every egg at {@code server}. */
    ExampleNest at(String server) {
        return replacing("server(\\s*)=\\s*\"[^\"]*\"", "server$1= \"" + server + "\"");
    }

    /** The same with runners that end after 5 idle seconds, looked for every 2 seconds. */
    ExampleNest shortened() {
        return replacing("idle_timeout(\\s*)=\\s*\"[^\"]*\"", "idle_timeout$1= \"5s\"")
                .replacing("ten idle minutes", "five idle seconds")
                .replacing("check_interval(\\s*)=\\s*\"[^\"]*\"", "check_interval$1= \"2s\"");
    }

    private ExampleNest replacing(String pattern, String by) {
        var changed = new LinkedHashMap<String, String>();
        files.forEach((file, text) -> changed.put(file, text.replaceAll(pattern, by)));
        return new ExampleNest(changed);
    }

    /** The text of {@code file}. */
    public String text(String file) {
        var text = files.get(file);
        if (text == null) {
            throw new IllegalStateException("the example Nest has no " + file + ", it has " + files.keySet());
        }
        return text;
    }

    /** Writes all files but the eggs', so that there is a Nest to follow from the start. */
    void writeFrame(NestRepository nest) {
        files.forEach((file, text) -> {
            if (!file.startsWith("Eggs/")) {
                nest.write(file, text);
            }
        });
    }

    /** Writes the eggs' files. */
    void writeEggs(NestRepository nest) {
        files.forEach((file, text) -> {
            if (file.startsWith("Eggs/")) {
                nest.write(file, text);
            }
        });
    }
}
