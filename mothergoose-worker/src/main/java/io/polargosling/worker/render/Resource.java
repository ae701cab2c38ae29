package io.polargosling.worker.render;

import io.polargosling.domain.problem.InternalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A file that is a part of this program. */
final class Resource {

    private Resource() {}

    /** The text of {@code name}, an absolute path in the class path. */
    static String text(String name) {
        try (InputStream in = Resource.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new InternalException("reading " + name + ": it is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InternalException("reading " + name + ": " + e.getMessage(), e);
        }
    }
}
