package io.polargosling.nest;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.BucketConfig;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.Finding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every Nest. */
class NestPropertyTest {

    private static final Map<String, byte[]> VALID = valid();

    /** A change that makes a file of the full example invalid. */
    record Mistake(String file, String from, String to) {}

    @Property(tries = 200)
    void P4a_P42_reposOfABucket_areAllThereAndShareTypeCloudAndResources(@ForAll("repos") List<String> repos) {
        var text = new StringBuilder("""
                eggsbucket "all" {
                  type = "vm"
                  cloud {
                    provider = "yandex"
                    region   = "r"
                  }
                  resources {
                    cpu = 3
                  }
                  runner {
                    tags = ["a"]
                  }
                  repositories {
                """);
        for (int i = 0; i < repos.size(); i++) {
            text.append("""
                    repo "%s" {
                      gitlab {
                        server     = "x"
                        project_id = %d
                      }
                    }
                """.formatted(repos.get(i), i + 1));
        }
        text.append("  }\n}\n");
        NestSnapshot nest = read(Map.of("Eggs/all/config.fly", bytes(text.toString())));
        BucketConfig bucket = Optional.ofNullable(nest.buckets().get(EggName.of("all")))
                .orElseThrow()
                .config();
        assertThat(bucket.repos()).extracting(repo -> repo.name()).containsExactlyElementsOf(repos);
        assertThat(bucket.repos()).allSatisfy(repo -> {
            EggConfig config = bucket.configOf(repo);
            assertThat(config.type()).isEqualTo(bucket.type());
            assertThat(config.placements()).isEqualTo(bucket.placements());
            assertThat(config.resources()).isEqualTo(bucket.resources());
            assertThat(config.gitlab()).isEqualTo(repo.gitlab());
        });
    }

    @Property(tries = 300)
    void P6_invalidConfiguration_neverPasses(@ForAll("mistakes") List<Mistake> mistakes) {
        var files = new HashMap<>(VALID);
        for (Mistake mistake : mistakes) {
            String text = new String(files.getOrDefault(mistake.file(), new byte[0]), StandardCharsets.UTF_8);
            assertThat(text).as("%s", mistake).contains(mistake.from());
            files.put(mistake.file(), bytes(text.replace(mistake.from(), mistake.to())));
        }
        NestSnapshot nest = read(files);
        assertThat(nest.hasErrors()).as("%s", mistakes).isTrue();
        List<String> named = nest.findings().stream()
                .filter(Finding::isError)
                .map(finding -> finding.place().file())
                .toList();
        assertThat(named)
                .as("%s", mistakes)
                .containsAnyElementsOf(mistakes.stream().map(Mistake::file).toList());
    }

    @Property(tries = 200)
    void damagedFile_read_leavesTheOthersAlone(@ForAll("paths") String path, @ForAll int at, @ForAll byte[] bytes) {
        var files = new HashMap<>(VALID);
        byte[] damaged = files.getOrDefault(path, new byte[0]).clone();
        for (int i = 0; i < bytes.length && i < damaged.length; i++) {
            damaged[Math.floorMod(at + i, damaged.length)] = bytes[i];
        }
        files.put(path, damaged);
        NestSnapshot nest = read(files);
        Set<String> wrong = nest.findings().stream()
                .filter(Finding::isError)
                .map(finding -> finding.place().file())
                .collect(Collectors.toSet());
        for (EggName name : List.of(EggName.of("web"), EggName.of("burst"), EggName.of("tools"))) {
            String own = "Eggs/" + name + "/config.fly";
            if (!own.equals(path) && !wrong.contains(own)) {
                assertThat(nest.eggs().containsKey(name) || nest.buckets().containsKey(name))
                        .as("%s after damage to %s", name, path)
                        .isTrue();
            }
        }
    }

    @Provide
    Arbitrary<List<String>> repos() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .ofMinLength(1)
                .ofMaxLength(12)
                .list()
                .ofMinSize(1)
                .ofMaxSize(20)
                .uniqueElements();
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of(VALID.keySet().stream()
                .filter(path -> path.endsWith(".fly"))
                .sorted()
                .toList());
    }

    @Provide
    Arbitrary<List<Mistake>> mistakes() {
        String egg = "Eggs/web/config.fly";
        String bucket = "Eggs/tools/config.fly";
        String job = "Jobs/rotate-secrets.fly";
        String fox = "UF/config.fly";
        String goose = "MG/config.fly";
        var all = new ArrayList<Mistake>();
        add(all, egg, "egg \"web\"", "egg \"wbe\"", "egg", "eggs \"web\"", "egg \"1web\"", "egg \"web\" \"x\"");
        add(all, egg, "\"vm\"", "\"virtual\"", "5", "\"serverless\"");
        add(all, egg, "\"yandex\"", "\"azure\"", "\"aws\"", "\"local\"", "null");
        add(all, egg, "cpu    = 4", "cpu    = 0", "cpu    = 129", "cpu    = \"4\"", "cpus   = 4", "cpu    = 1.5");
        add(all, egg, "\"8GB\"", "\"8 GB\"", "\"1PB\"", "\"1MB\"", "true");
        add(all, egg, "idle_timeout = \"15m\"", "idle_timeout = 15", "idle_timeout = \"15\"", "idle = \"15m\"");
        add(all, egg, "project_id = 101", "project_id = 0", "group_id = 1\n    project_id = 101", "project_id = 201");
        add(all, egg, "\"gitlab.example.com\"", "\"https://gitlab.example.com\"", "\"gitlab.evil.example\"", "\"\"");
        add(all, egg, "max_count = 5", "max_count = 1001", "max_count = -1", "max_count = 0");
        add(all, bucket, "repo \"lint\"", "repo \"format\"", "repo \"Format\"", "repo \"l int\"", "repo");
        add(all, bucket, "project_id = 201", "project_id = 202", "project_id = \"201\"", "project = 201");
        add(all, job, "\"0 4 1 * *\"", "\"0 4 1 *\"", "\"0 24 1 * *\"", "\"0 4 31 2 *\"", "\"@never\"", "4");
        add(all, job, "\"9m\"", "\"11m\"", "\"0s\"", "\"soon\"");
        add(all, job, "\"Europe/Berlin\"", "\"Berlin\"", "\"\"");
        add(all, job, "\"ops@example.com\"", "\"ops\"", "\"http://example.com/\"", "\"https://127.0.0.1/\"");
        add(all, fox, "failed_threshold = 3", "failed_threshold = 0", "failed_threshold = 101", "threshold = 3");
        add(all, fox, "[\"web\"]", "[\"wob\"]", "[\"*\"]", "[\"tools\"]", "[]", "\"web\"");
        add(all, fox, "\"age > 12h AND NOT busy\"", "\"age >\"", "\"age > 12\"", "\"colour == 'red'\"", "\"age\"");
        add(all, fox, "\"terminate\"", "\"kill\"");
        add(all, goose, "folder_id", "folder", "account_id");
        add(all, goose, "\"ydb\"", "\"h2\"", "\"oracle\"", "null");
        add(all, goose, "every = \"5m\"", "every = \"59s\"", "every = 5", "period = \"5m\"");
        add(all, goose, "branch         = \"main\"", "branch         = \"\"", "brunch         = \"main\"");
        return Arbitraries.of(all)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .uniqueElements(mistake -> mistake.file() + mistake.from());
    }

    private static void add(List<Mistake> all, String file, String from, String... to) {
        for (String text : to) {
            all.add(new Mistake(file, from, text));
        }
    }

    private static Map<String, byte[]> valid() {
        NestFiles example = NestFiles.ofDirectory(Path.of("..", "examples", "nest-full"));
        var files = new HashMap<String, byte[]>();
        example.paths().forEach(path -> files.put(path, example.read(path)));
        return files;
    }

    private static NestSnapshot read(Map<String, byte[]> files) {
        return NestReader.read(NestFiles.of(files), NestRules.defaults());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
