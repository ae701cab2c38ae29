package io.polargosling.standalone.demo;

import java.nio.file.Files;
import java.nio.file.Path;

/** Sandboxes of tests, each in a folder of its own that is kept for a look until the next run. */
final class Sandboxes {

    private Sandboxes() {}

    static Sandbox prepare(String name, String... settings) {
        var folder = Path.of(System.getProperty("sandboxes"))
                .toAbsolutePath()
                .normalize()
                .resolve(name);
        if (Files.exists(folder)) {
            Sandbox.remove(folder);
        }
        return Sandbox.prepare(Sandbox.Options.in(Path.of(System.getProperty("checkout")), folder)
                .with(settings));
    }
}
