package io.polargosling.worker.render;

import io.polargosling.domain.problem.InternalException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the variants of the compute module make, each as {@code type.name}.
 *
 * @param runners the machine of a runner
 * @param beside what else there is once for each runner
 * @param shared what an egg's runners have in common
 */
public record ModuleResources(Set<String> runners, Set<String> beside, Set<String> shared) {

    private static final ModuleResources OF_MODULE = read();

    public ModuleResources {
        runners = Set.copyOf(runners);
        beside = Set.copyOf(beside);
        shared = Set.copyOf(shared);
    }

    /** Those of the compute module that is part of this program. */
    public static ModuleResources ofModule() {
        return OF_MODULE;
    }

    private static ModuleResources read() {
        try (InputStream in = ModuleResources.class.getResourceAsStream("/compute-module/resources.json")) {
            if (in == null) {
                throw new InternalException("reading compute-module/resources.json: it is missing from the program");
            }
            var runners = new HashSet<String>();
            var beside = new HashSet<String>();
            var shared = new HashSet<String>();
            for (JsonNode variant : JsonMapper.shared().readTree(in)) {
                runners.add(variant.path("runner").asString());
                variant.path("beside").forEach(each -> beside.add(each.asString()));
                variant.path("shared").forEach(each -> shared.add(each.asString()));
            }
            return new ModuleResources(runners, beside, shared);
        } catch (IOException e) {
            throw new InternalException("reading compute-module/resources.json: " + e.getMessage(), e);
        }
    }
}
