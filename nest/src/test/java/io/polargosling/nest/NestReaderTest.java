package io.polargosling.nest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.fly.diagnostic.TextRenderer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

class NestReaderTest {

    private static final String POLICY = """
            uglyfox {
              runners_condition "all" {
                eggs_entities = ["*"]
              }
            }
            """;

    private static final String INFRASTRUCTURE = """
            mothergoose {
              cloud {
                provider = "local"
              }
              database {
                type = "h2"
              }
              nest {
                url = "https://gitlab.example.com/infra/nest.git"
              }
            }
            """;

    private final Map<String, byte[]> files = new HashMap<>();

    NestReaderTest() {
        put("UF/config.fly", POLICY);
        put("MG/config.fly", INFRASTRUCTURE);
    }

    @Test
    void emptyNest_read_hasDefaultsAndWarning() {
        files.clear();
        NestSnapshot nest = read();
        assertThat(nest.eggs()).isEmpty();
        assertThat(nest.policy()).contains(PruningPolicy.defaults());
        assertThat(codes(nest)).containsExactly("missing-infrastructure MG/config.fly", "missing-policy UF/config.fly");
        assertThat(nest.hasErrors()).isFalse();
    }

    @Test
    void oneBrokenEgg_read_leavesTheOthersAlone() {
        egg("good", "project_id = 1");
        put("Eggs/bad/config.fly", "egg \"bad\" {\n  cloud {\n");
        NestSnapshot nest = read();
        assertThat(nest.eggs()).containsOnlyKeys(EggName.of("good"));
        assertThat(nest.broken()).containsExactly(EggName.of("bad"));
        assertThat(nest.hasErrors()).isTrue();
    }

    @Test
    void label_otherThanFolder_isErrorAndBreaksBothNames() {
        put("Eggs/folder/config.fly", source("label", "project_id = 1", ""));
        NestSnapshot nest = read();
        assertThat(codes(nest)).containsExactly("name-mismatch Eggs/folder/config.fly:1:5");
        assertThat(nest.broken()).containsExactly(EggName.of("folder"), EggName.of("label"));
        assertThat(nest.eggs()).isEmpty();
    }

    @Test
    void names_differingInCaseOnly_areErrorsAtBothPlaces() {
        egg("web", "project_id = 1");
        egg("Web", "project_id = 2");
        NestSnapshot nest = read();
        assertThat(codes(nest))
                .containsExactly("duplicate-name Eggs/Web/config.fly:1:5", "duplicate-name Eggs/web/config.fly:1:5");
        assertThat(nest.findings().getFirst().message()).contains("Eggs/web/config.fly:1:5");
        assertThat(nest.eggs()).isEmpty();
    }

    @Test
    void target_ofTwoEggs_isErrorAtBothPlaces() {
        egg("a", "project_id = 7");
        egg("b", "project_id = 7");
        egg("c", "group_id = 7");
        NestSnapshot nest = read();
        assertThat(codes(nest))
                .containsExactly(
                        "duplicate-target Eggs/a/config.fly:10:18", "duplicate-target Eggs/b/config.fly:10:18");
        assertThat(nest.eggs()).containsOnlyKeys(EggName.of("c"));
        assertThat(nest.broken()).containsExactly(EggName.of("a"), EggName.of("b"));
    }

    @Test
    void tags_sharedWithGroupEgg_areWarning() {
        put("Eggs/a/config.fly", source("a", "project_id = 1", "").replace("\"a\"]", "\"x\", \"y\"]"));
        put("Eggs/b/config.fly", source("b", "group_id = 2", "").replace("\"b\"]", "\"y\"]"));
        put("Eggs/c/config.fly", source("c", "project_id = 3", "").replace("\"c\"]", "\"x\"]"));
        NestSnapshot nest = read();
        assertThat(codes(nest)).containsExactly("tag-overlap Eggs/b/config.fly:6:12");
        assertThat(nest.findings().getFirst().message()).contains("the tags y");
        assertThat(nest.eggs()).hasSize(3);
    }

    @Test
    void policy_namingUnknownEgg_isErrorWithAdvice() {
        egg("builder", "project_id = 1");
        put("UF/config.fly", policy("[\"bilder\"]"));
        NestSnapshot nest = read();
        assertThat(codes(nest)).containsExactly("unknown-egg UF/config.fly:3:22");
        assertThat(nest.findings().getFirst().advice()).contains("Did you mean \"builder\"?");
        assertThat(nest.policy()).isEmpty();
        assertThat(nest.eggs()).hasSize(1);
    }

    @Test
    void policy_namingBrokenEgg_isFine() {
        put("Eggs/bad/config.fly", "egg \"bad\" {}\n");
        put("UF/config.fly", policy("[\"bad\"]"));
        assertThat(read().policy()).isPresent();
    }

    @Test
    void policy_namingEggTwice_isError() {
        egg("a", "project_id = 1");
        put("UF/config.fly", policy("[\"a\"]", "[\"a\"]"));
        assertThat(codes(read())).containsExactly("egg-in-two-conditions UF/config.fly:6:22");
        put("UF/config.fly", policy("[\"*\"]", "[\"a\"]"));
        assertThat(codes(read())).containsExactly("egg-in-two-conditions UF/config.fly:6:22");
        put("UF/config.fly", policy("[\"*\"]", "[\"*\"]"));
        assertThat(codes(read())).containsExactly("egg-in-two-conditions UF/config.fly:6:22");
    }

    @Test
    void policy_minimumAboveMaxRunners_isError() {
        egg("a", "project_id = 1");
        put("UF/config.fly", POLICY.replace("[\"*\"]\n", "[\"*\"]\n    apex { min_count = 11 }\n"));
        NestSnapshot nest = read();
        assertThat(codes(nest)).containsExactly("pool-limits UF/config.fly:2:3");
        assertThat(nest.policy()).isEmpty();
    }

    @Test
    void rule_read_isKept() {
        rule("age > 12h");
        NestSnapshot nest = read();
        assertThat(nest.findings()).isEmpty();
        assertThat(nest.policy().orElseThrow().rules())
                .containsExactly(new PruningPolicy.PolicyRule("old", "age > 12h", PruningPolicy.Action.TERMINATE));
    }

    @Test
    void rule_malformedCondition_isErrorAtItsPlaceInTheString() {
        rule("busy OR idle > 1h");
        NestSnapshot nest = read();
        assertThat(codes(nest)).containsExactly("rule-invalid UF/config.fly:7:28");
        assertThat(nest.findings().getFirst().message()).contains("unknown name \"idle\"", "at character 9");
        assertThat(nest.policy()).isEmpty();
    }

    @Test
    void rule_blankCondition_isError() {
        rule("");
        assertThat(codes(read())).containsExactly("rule-invalid UF/config.fly:7:19");
    }

    @Test
    void plainTextSecret_read_isErrorThatNeverShowsIt() {
        egg("a", "project_id = 1", "api_token = \"glpat-hush-hush\"");
        NestSnapshot nest = read();
        assertThat(codes(nest)).containsExactly("secret-scheme Eggs/a/config.fly:11:17");
        assertThat(nest.findings().toString()).doesNotContain("hush");
        assertThat(TextRenderer.render(nest.diagnostics()))
                .contains("api_token = \"***\"")
                .doesNotContain("hush");
    }

    @Test
    void envSecret_read_needsPermission() {
        egg("a", "project_id = 1", "api_token = \"env://TOKEN\"");
        assertThat(codes(read())).containsExactly("secret-scheme Eggs/a/config.fly:11:17");
        NestSnapshot allowed = NestReader.read(NestFiles.of(files), new NestRules(Optional.empty(), true, Set.of()));
        assertThat(allowed.findings()).isEmpty();
    }

    @Test
    void secretOfAnotherEgg_read_isErrorUnlessShared() {
        String uri = "local://gitlab/gitlab.example.com/b/api-token";
        egg("a", "project_id = 1", "api_token = \"" + uri + "\"");
        NestSnapshot nest = read();
        assertThat(codes(nest)).containsExactly("foreign-secret Eggs/a/config.fly:11:17");
        assertThat(TextRenderer.render(nest.diagnostics())).doesNotContain(uri);
        NestSnapshot shared = NestReader.read(NestFiles.of(files), new NestRules(Optional.empty(), false, Set.of(uri)));
        assertThat(shared.findings()).isEmpty();
    }

    @Test
    void ownSecret_inForeignBackend_isWarning() {
        egg("a", "project_id = 1", "api_token = \"aws-sm://gitlab/gitlab.example.com/a/api-token\"");
        NestSnapshot nest = read();
        assertThat(codes(nest)).containsExactly("secret-scheme Eggs/a/config.fly:11:17");
        assertThat(nest.hasErrors()).isFalse();
        assertThat(nest.eggs()).hasSize(1);
    }

    @Test
    void secretsBackend_set_decidesDerivedUris() {
        egg("a", "project_id = 1");
        NestSnapshot nest = NestReader.read(
                NestFiles.of(files), new NestRules(Optional.of(SecretUri.Scheme.VAULT), false, Set.of()));
        assertThat(egg(nest, "a").config().gitlab().apiToken().text())
                .isEqualTo("vault://gitlab/gitlab.example.com/a/api-token");
    }

    @Test
    void derivedLockboxName_tooLong_isError() {
        files.remove("MG/config.fly");
        String name = "e" + "x".repeat(62);
        put(
                "Eggs/" + name + "/config.fly",
                source(name, "project_id = 1", "")
                        .replace("provider = \"local\"", "provider = \"yandex\"\n    region = \"r\"")
                        .replace("gitlab.example.com", "gitlab." + "y".repeat(30) + ".example.com"));
        assertThat(codes(read()))
                .hasSize(2)
                .anySatisfy(code -> assertThat(code).startsWith("secret-name-long "))
                .contains("missing-infrastructure MG/config.fly");
    }

    @Test
    void environmentSecret_withoutIdentity_isWarning() {
        put(
                "Eggs/a/config.fly",
                source("a", "project_id = 1", "")
                        .replace("provider = \"local\"", "provider = \"yandex\"\n    region = \"r\"")
                        .replaceFirst("\n}\n$", "\n  environment { T = \"yc-lockbox://x/y\" }\n}\n"));
        assertThat(codes(read()))
                .containsExactly(
                        "env-secret-no-identity Eggs/a/config.fly:1:1",
                        "provider-not-bootstrapped Eggs/a/config.fly:3:16");
    }

    @Test
    void strayFiles_read_areWarnings() {
        put("Eggs/config.fly", "");
        put("Eggs/a/b/config.fly", "");
        put("extra.fly", "\0");
        put("Jobs/deep/nightly.fly", "");
        put("README.md", "");
        assertThat(codes(read()))
                .containsExactly(
                        "stray-file Eggs/a/b/config.fly",
                        "stray-file Eggs/config.fly",
                        "stray-file Jobs/deep/nightly.fly",
                        "stray-file extra.fly");
    }

    @Test
    void sharedVariables_read_areSeenByAllFiles() {
        put("variables.fly", "variable \"id\" { default = 5 }\nlocals { tag = \"t-${var.id}\" }\n");
        put("Eggs/a/config.fly", source("a", "project_id = var.id", "").replace("\"a\"]", "local.tag]"));
        NestSnapshot nest = read();
        assertThat(nest.findings()).isEmpty();
        assertThat(egg(nest, "a").config().runner().jobs().tags()).containsExactly("t-5");
    }

    @Test
    void brokenSharedVariable_used_breaksOnlyItsUsers() {
        put("variables.fly", "variable \"id\" {\n  type = number\n  default = \"5\"\n}\n");
        egg("good", "project_id = 1");
        egg("user", "project_id = var.id");
        NestSnapshot nest = read();
        assertThat(codes(nest))
                .containsExactly("broken-reference Eggs/user/config.fly:10:18", "wrong-type variables.fly:3:13");
        assertThat(nest.eggs()).containsOnlyKeys(EggName.of("good"));
    }

    @Test
    void unreadableFile_read_saysWhichAndIsNoFinding() {
        for (int i = 0; i < 50; i++) {
            egg("e" + i, "project_id = " + (i + 1));
        }
        NestFiles all = NestFiles.of(files);
        NestFiles broken = new NestFiles() {
            @Override
            public SortedSet<String> paths() {
                return all.paths();
            }

            @Override
            public SortedSet<String> links() {
                return all.links();
            }

            @Override
            public Optional<String> contentId(String path) {
                return all.contentId(path);
            }

            @Override
            public byte[] read(String path) {
                if (path.equals("Eggs/e33/config.fly")) {
                    throw new UnavailableException("reading e33");
                }
                return all.read(path);
            }
        };
        assertThatThrownBy(() -> NestReader.read(broken, NestRules.defaults()))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("reading e33");
    }

    @Test
    void longestHost_read_isAccepted() {
        String host = ("a".repeat(49) + ".").repeat(5) + "abc";
        assertThat(host).hasSize(253);
        files.remove("MG/config.fly");
        put("Eggs/a/config.fly", source("a", "project_id = 1", "").replace("gitlab.example.com", host));
        assertThat(read().eggs()).hasSize(1);
    }

    @Test
    void manyFiles_readByManyThreads_giveFindingsInOneOrder() {
        for (int i = 0; i < 200; i++) {
            put("Eggs/e" + i + "/config.fly", "egg \"e" + i + "\" {}\n");
        }
        List<Finding> findings = read().findings();
        assertThat(findings).hasSize(600);
        assertThat(read().findings()).isEqualTo(findings);
        assertThat(findings).extracting(finding -> finding.place().file()).isSorted();
    }

    @Test
    void findings_read_knowTheirSubject() {
        put("Eggs/bad/config.fly", "egg \"bad\" {}\n");
        assertThat(read().findings()).allSatisfy(finding -> {
            assertThat(finding.subject()).isEqualTo("egg/bad");
            assertThat(finding.place().line()).isEqualTo(1);
        });
    }

    private NestSnapshot read() {
        return NestReader.read(NestFiles.of(files), NestRules.defaults());
    }

    private static NestEgg egg(NestSnapshot nest, String name) {
        return Optional.ofNullable(nest.eggs().get(EggName.of(name))).orElseThrow();
    }

    private static List<String> codes(NestSnapshot nest) {
        return nest.findings().stream().map(NestReaderTest::code).toList();
    }

    private static String code(Finding finding) {
        return finding.code() + " " + finding.place();
    }

    private void egg(String name, String target) {
        egg(name, target, "");
    }

    private void egg(String name, String target, String more) {
        put("Eggs/" + name + "/config.fly", source(name, target, more));
    }

    static String source(String name, String target, String more) {
        return """
                egg "%s" {
                  cloud {
                    provider = "local"
                  }
                  runner {
                    tags = ["%s"]
                  }
                  gitlab {
                    server     = "gitlab.example.com"
                    %s
                    %s
                  }
                }
                """.formatted(name, name, target, more);
    }

    private static String policy(String... entities) {
        var text = new StringBuilder("uglyfox {\n");
        for (int i = 0; i < entities.length; i++) {
            text.append("  runners_condition \"c%d\" {\n    eggs_entities = %s\n  }\n".formatted(i, entities[i]));
        }
        return text.append("}\n").toString();
    }

    private void rule(String condition) {
        put("UF/config.fly", POLICY.replace("\n}\n", """

              policies {
                rule "old" {
                  condition = "%s"
                  action    = "terminate"
                }
              }
            }
            """.formatted(condition)));
    }

    private void put(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
    }
}
