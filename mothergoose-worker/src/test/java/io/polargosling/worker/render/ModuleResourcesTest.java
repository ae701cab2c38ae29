package io.polargosling.worker.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ModuleResourcesTest {

    private static final Path MODULE = Path.of("..", "compute-module");

    private final ModuleResources resources = ModuleResources.ofModule();

    @Test
    void ofModule_everyResourceOfEveryVariant_isTold() throws Exception {
        var told = new HashSet<>(resources.runners());
        told.addAll(resources.beside());
        told.addAll(resources.shared());

        assertThat(told).containsExactlyInAnyOrderElementsOf(written("resource \"(\\w+)\" \"(\\w+)\" \\{"));
    }

    @Test
    void ofModule_resourcesOncePerRunner_areThoseTold() throws Exception {
        var told = new HashSet<>(resources.runners());
        told.addAll(resources.beside());

        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(
                        written("resource \"(\\w+)\" \"(\\w+)\" \\{\\s+for_each += var.instances"));
    }

    @Test
    void ofModule_noResource_isOfTwoSorts() {
        assertThat(resources.shared())
                .doesNotContainAnyElementsOf(resources.runners())
                .doesNotContainAnyElementsOf(resources.beside());
        assertThat(resources.beside()).doesNotContainAnyElementsOf(resources.runners());
    }

    private static Set<String> written(String pattern) throws Exception {
        var found = new HashSet<String>();
        try (var files = Files.walk(MODULE)) {
            for (var file : files.filter(file -> file.endsWith("main.tf")).toList()) {
                Pattern.compile(pattern)
                        .matcher(Files.readString(file))
                        .results()
                        .forEach(match -> found.add(match.group(1) + "." + match.group(2)));
            }
        }
        return found;
    }
}
