package io.polargosling.nest;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.fly.eval.Inputs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A read that remembers the one before gives what a read of everything gives. */
class NestMemoryPropertyTest {

    /** One commit's change of one file; the text is empty when the file goes. */
    record Change(String path, String text) {}

    @Property(tries = 150)
    void anyHistory_readWithMemory_isTheReadOfAllFiles(@ForAll("histories") List<List<Change>> history) {
        var memory = NestMemory.empty();
        Map<String, String> files = new HashMap<>();
        for (List<Change> commit : history) {
            for (Change change : commit) {
                if (change.text().isEmpty()) {
                    files.remove(change.path());
                } else {
                    files.put(change.path(), change.text());
                }
            }
            var remembered = NestReader.read(new IdentifiedFiles(files), NestRules.defaults(), Inputs.none(), memory);
            assertSame(remembered, NestReader.read(new IdentifiedFiles(files), NestRules.defaults()));
        }
    }

    private static void assertSame(NestSnapshot one, NestSnapshot other) {
        assertThat(one.findings()).isEqualTo(other.findings());
        assertThat(one.eggs()).isEqualTo(other.eggs());
        assertThat(one.buckets()).isEqualTo(other.buckets());
        assertThat(one.broken()).isEqualTo(other.broken());
        assertThat(one.jobs()).isEqualTo(other.jobs());
        assertThat(one.policy()).isEqualTo(other.policy());
        assertThat(one.infrastructure()).isEqualTo(other.infrastructure());
        assertThat(hashes(one)).isEqualTo(hashes(other));
    }

    private static List<String> hashes(NestSnapshot nest) {
        return nest.eggs().values().stream().map(NestEgg::hash).toList();
    }

    @Provide
    Arbitrary<List<List<Change>>> histories() {
        return change().list().ofMinSize(1).ofMaxSize(5).list().ofMinSize(2).ofMaxSize(7);
    }

    private static Arbitrary<Change> change() {
        Arbitrary<Change> eggs = Combinators.combine(
                        Arbitraries.of("a", "b", "c", "d"),
                        Arbitraries.integers().between(0, 7))
                .as((name, kind) -> new Change("Eggs/" + name + "/config.fly", egg(name, kind)));
        Arbitrary<Change> variables = Arbitraries.of("", variables("x"), variables("y"), "variable {")
                .map(text -> new Change("variables.fly", text));
        Arbitrary<Change> others = Arbitraries.of(
                new Change("MG/config.fly", ManyEggs.files(0).get("MG/config.fly") + "\n"),
                new Change("MG/config.fly", ""),
                new Change("UF/config.fly", policy("a")),
                new Change("UF/config.fly", policy("*")),
                new Change("Jobs/j.fly", "job \"j\" {\n  schedule = \"@daily\"\n  script = \"true\"\n}\n"),
                new Change("Jobs/j.fly", "job"),
                new Change("stray.fly", "x"));
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, eggs),
                net.jqwik.api.Tuple.of(1, variables),
                net.jqwik.api.Tuple.of(1, others));
    }

    private static String variables(String tag) {
        return "variable \"tag\" {\n  type = string\n  default = \"" + tag + "\"\n}\n";
    }

    private static String policy(String eggs) {
        return """
                uglyfox {
                  pruning {
                    failed_threshold = 3
                    max_age          = "24h"
                    check_interval   = "5m"
                  }
                  runners_condition "one" {
                    eggs_entities = ["%s"]
                    apex {
                      max_count = 3
                    }
                  }
                }
                """.formatted(eggs);
    }

    private static String egg(String name, int kind) {
        String label = kind == 1 ? "other" : name;
        String tags = kind == 2 ? "var.tag" : "\"" + name + "\"";
        String target = kind == 3 ? "group_id = 9" : "project_id = " + (kind == 4 ? 5 : name.charAt(0));
        return switch (kind) {
            case 0 -> "";
            case 5 -> "egg \"" + name + "\" {";
            case 6 -> bucket(name);
            default -> """
                    egg "%s" {
                      cloud {
                        provider = "local"
                      }
                      runner {
                        tags = [%s]
                      }
                      gitlab {
                        server = "gitlab.example.com"
                        %s
                      }
                    }
                    """.formatted(label, tags, target);
        };
    }

    private static String bucket(String name) {
        return """
                eggsbucket "%s" {
                  cloud {
                    provider = "local"
                  }
                  runner {
                    tags = ["all"]
                  }
                  repositories {
                    repo "one" {
                      gitlab {
                        server = "gitlab.example.com"
                        project_id = 5
                      }
                    }
                  }
                }
                """.formatted(name);
    }
}
