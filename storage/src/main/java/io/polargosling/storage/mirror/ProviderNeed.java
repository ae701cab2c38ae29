package io.polargosling.storage.mirror;

import io.polargosling.domain.binary.SemanticVersion;
import io.polargosling.domain.problem.InternalException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider that the compute module needs.
 *
 * @param name what configurations call it, such as {@code aws}
 * @param version the constraint on it, always a lower bound such as {@code >= 6.0}
 */
public record ProviderNeed(String name, ProviderAddress address, String version) {

    private static final String FILE = "/providers/providers.json";
    private static final Pattern LOWER_BOUND = Pattern.compile(">= ([0-9]{1,9}(?:\\.[0-9]{1,9}){0,2})");

    public ProviderNeed {
        if (!LOWER_BOUND.matcher(version).matches()) {
            throw new InternalException(
                    "reading what is needed of provider " + name + ": \"" + version + "\" (expected: >= VERSION)");
        }
    }

    /** All of them, by name. */
    public static List<ProviderNeed> all() {
        try (InputStream in = ProviderNeed.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new InternalException("reading " + FILE + ": it is missing from the program");
            }
            return JsonMapper.shared()
                    .readTree(in)
                    .propertyStream()
                    .map(one -> new ProviderNeed(
                            one.getKey(),
                            ProviderAddress.of(one.getValue().path("source").asString("")),
                            one.getValue().path("version").asString("")))
                    .toList();
        } catch (IOException | JacksonException e) {
            throw new InternalException("reading " + FILE + ": " + e.getMessage(), e);
        }
    }

    /** Whether a release meets the constraint; as for OpenTofu, no pre-release does. */
    public boolean allows(SemanticVersion candidate) {
        var least = LOWER_BOUND.matcher(version).replaceFirst("$1").split("\\.", -1);
        if (candidate.isPreRelease()) {
            return false;
        }
        for (int i = 0; i < least.length; i++) {
            int order = Integer.compare(candidate.core().get(i), Integer.parseInt(least[i]));
            if (order != 0) {
                return order > 0;
            }
        }
        return true;
    }
}
