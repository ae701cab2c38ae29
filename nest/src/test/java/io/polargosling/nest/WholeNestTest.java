package io.polargosling.nest;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.BucketConfig;
import io.polargosling.domain.egg.BucketRepo;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.infrastructure.Infrastructure;
import io.polargosling.domain.job.JobConfig;
import io.polargosling.domain.job.JobName;
import io.polargosling.fly.diagnostic.TextRenderer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Buckets, jobs, the control plane's file, and the rules between them. */
class WholeNestTest {

    private static final String POLICY = """
            uglyfox {
              runners_condition "all" {
                eggs_entities = ["*"]
              }
            }
            """;

    private final Map<String, byte[]> files = new HashMap<>();

    @BeforeEach
    void frame() {
        put("UF/config.fly", POLICY);
        put("MG/config.fly", infrastructure("", ""));
    }

    @Test
    void bucket_read_keepsItsReposInOrder() {
        put("Eggs/all/config.fly", bucket("all", repo("z", "project_id = 1"), repo("a", "group_id = 2")));
        NestSnapshot nest = read();
        assertThat(nest.findings()).isEmpty();
        assertThat(nest.eggs()).isEmpty();
        BucketConfig bucket = Optional.ofNullable(nest.buckets().get(EggName.of("all")))
                .orElseThrow()
                .config();
        assertThat(bucket.repos()).extracting(BucketRepo::name).containsExactly("z", "a");
        assertThat(bucket.repos().getFirst().gitlab().apiToken().text())
                .isEqualTo("local://gitlab/gitlab.example.com/all/z/api-token");
        assertThat(bucket.options().environment()).containsExactly(Map.entry("ALL", "bucket"), Map.entry("WHO", "all"));
        assertThat(bucket.configOf(bucket.repos().getFirst()).options().environment())
                .containsExactly(Map.entry("ALL", "bucket"), Map.entry("WHO", "z"));
    }

    @Test
    void bucketAndEgg_ofOneName_areErrors() {
        put("Eggs/web/config.fly", bucket("web", repo("a", "project_id = 1")));
        put("Eggs/Web/config.fly", egg("Web", "project_id = 2"));
        NestSnapshot nest = read();
        assertThat(codes(nest))
                .containsExactly("duplicate-name Eggs/Web/config.fly:1:5", "duplicate-name Eggs/web/config.fly:1:12");
        assertThat(nest.broken()).containsExactly(EggName.of("Web"), EggName.of("web"));
    }

    @Test
    void target_ofRepoAndEgg_isErrorAtBothPlaces() {
        put("Eggs/all/config.fly", bucket("all", repo("a", "project_id = 7"), repo("b", "project_id = 8")));
        put("Eggs/web/config.fly", egg("web", "project_id = 7"));
        NestSnapshot nest = read();
        assertThat(codes(nest))
                .containsExactly(
                        "duplicate-target Eggs/all/config.fly:15:22", "duplicate-target Eggs/web/config.fly:10:18");
        assertThat(nest.findings().getFirst().message()).contains("egg \"web\" at Eggs/web/config.fly:10:18");
        assertThat(nest.findings().getLast().message()).contains("repo \"a\" of bucket \"all\"");
        assertThat(nest.buckets()).isEmpty();
    }

    @Test
    void target_twiceInOneBucket_isError() {
        put("Eggs/all/config.fly", bucket("all", repo("a", "project_id = 7"), repo("b", "project_id = 7")));
        assertThat(codes(read()))
                .containsExactly(
                        "duplicate-target Eggs/all/config.fly:15:22", "duplicate-target Eggs/all/config.fly:24:22");
    }

    @Test
    void tags_ofManyEggs_areOneWarningForEach() {
        put("Eggs/a/config.fly", egg("a", "group_id = 1", "x"));
        put("Eggs/b/config.fly", egg("b", "project_id = 2", "x"));
        put("Eggs/c/config.fly", egg("c", "group_id = 3", "x"));
        put("Eggs/d/config.fly", egg("d", "project_id = 4", "y"));
        NestSnapshot nest = read();
        assertThat(codes(nest))
                .containsExactly("tag-overlap Eggs/b/config.fly:6:12", "tag-overlap Eggs/c/config.fly:6:12");
        assertThat(nest.findings().getLast().message()).contains("\"c\" and \"a\"", "and of others");
        assertThat(nest.hasErrors()).isFalse();
    }

    @Test
    void policy_namingBucket_isFine() {
        put("Eggs/all/config.fly", bucket("all", repo("a", "project_id = 1")));
        put("UF/config.fly", POLICY.replace("*", "all"));
        assertThat(read().findings()).isEmpty();
    }

    @Test
    void secretOfOtherRepo_isError() {
        String uri = "local://gitlab/gitlab.example.com/all/b/api-token";
        String mine = repo("a", "project_id = 1\n        api_token  = \"" + uri + "\"");
        put("Eggs/all/config.fly", bucket("all", mine, repo("b", "project_id = 2")));
        assertThat(codes(read())).containsExactly("foreign-secret Eggs/all/config.fly:16:22");
        put("MG/config.fly", infrastructure("", "secrets {\n    shared = [\"" + uri + "\"]\n  }"));
        assertThat(read().findings()).isEmpty();
    }

    @Test
    void envSecret_allowedByTheNest_isFine() {
        put("Eggs/a/config.fly", egg("a", "project_id = 1\n    api_token  = \"env://TOKEN\""));
        assertThat(codes(read())).containsExactly("secret-scheme Eggs/a/config.fly:11:18");
        put("MG/config.fly", infrastructure("", "secrets {\n    allow_env_secrets = true\n  }"));
        assertThat(read().findings()).isEmpty();
    }

    @Test
    void server_notListed_isErrorWithAdvice() {
        put("Eggs/a/config.fly", egg("a", "project_id = 1").replace("gitlab.example.com", "gitlab.exmple.com"));
        NestSnapshot nest = read();
        assertThat(codes(nest)).containsExactly("server-not-allowed Eggs/a/config.fly:9:18");
        assertThat(nest.findings().getFirst().advice()).contains("Did you mean \"gitlab.example.com\"?");
        assertThat(nest.eggs()).isEmpty();
        put("MG/config.fly", infrastructure("gitlab_servers = [\"gitlab.exmple.com\"]", ""));
        assertThat(read().findings()).isEmpty();
    }

    @Test
    void cloud_notDescribed_isWarning() {
        put("Eggs/a/config.fly", egg("a", "project_id = 1").replace("\"local\"", "\"aws\"\n    region   = \"r\""));
        NestSnapshot nest = read();
        assertThat(codes(nest)).containsExactly("provider-not-bootstrapped Eggs/a/config.fly:3:16");
        assertThat(nest.hasErrors()).isFalse();
    }

    @Test
    void version_notInTheStore_isErrorWhereTheStoreIsKnown() {
        put(
                "Eggs/a/config.fly",
                egg("a", "project_id = 1").replaceFirst("\n}\n$", "\n  opentofu_version = \"1.0.0\"\n}\n"));
        assertThat(read().findings()).isEmpty();
        var versions = new NestRules.Versions(Set.of("0.1.0"), Set.of("1.12.6"));
        var rules = new NestRules(Optional.empty(), false, Set.of(), Optional.of(versions));
        NestSnapshot nest = NestReader.read(NestFiles.of(files), rules);
        assertThat(codes(nest)).containsExactly("version-unknown Eggs/a/config.fly:13:22");
        assertThat(nest.eggs()).isEmpty();
    }

    @Test
    void job_read_hasItsDefaults() {
        put("Jobs/nightly.fly", job("nightly", ""));
        NestSnapshot nest = read();
        assertThat(nest.findings()).isEmpty();
        JobConfig job = Optional.ofNullable(nest.jobs().jobs().get(JobName.of("nightly")))
                .orElseThrow()
                .config();
        assertThat(job.run().type()).isEqualTo(RunnerKind.SERVERLESS);
        assertThat(job.run().timeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(job.schedule().timezone().getId()).isEqualTo("UTC");
        assertThat(job.enabled()).isTrue();
    }

    @Test
    void job_malformedSchedule_isErrorAtItsPlaceInTheString() {
        put("Jobs/nightly.fly", job("nightly", "").replace("0 3 * * *", "0 3 32 * *"));
        NestSnapshot nest = read();
        assertThat(codes(nest)).containsExactly("invalid-value Jobs/nightly.fly:2:19");
        assertThat(nest.jobs().broken()).containsExactly(JobName.of("nightly"));
    }

    @Test
    void job_scheduleWithoutDate_isError() {
        put("Jobs/nightly.fly", job("nightly", "").replace("0 3 * * *", "0 3 30 2 *"));
        NestSnapshot nest = read();
        assertThat(codes(nest)).containsExactly("cron-never Jobs/nightly.fly:2:14");
        assertThat(nest.jobs().jobs()).isEmpty();
    }

    @Test
    void job_tooLong_isError() {
        put("Jobs/nightly.fly", job("nightly", "timeout  = \"11m\""));
        assertThat(codes(read())).containsExactly("job-too-long Jobs/nightly.fly:4:14");
    }

    @Test
    void job_nameOtherThanFile_isError() {
        put("Jobs/nightly.fly", job("daily", ""));
        NestSnapshot nest = read();
        assertThat(codes(nest)).containsExactly("name-mismatch Jobs/nightly.fly:1:5");
        assertThat(nest.jobs().jobs()).isEmpty();
    }

    @Test
    void jobs_differingInCaseOnly_areErrors() {
        put("Jobs/nightly.fly", job("nightly", ""));
        put("Jobs/Nightly.fly", job("Nightly", ""));
        assertThat(codes(read()))
                .containsExactly("duplicate-name Jobs/Nightly.fly:1:5", "duplicate-name Jobs/nightly.fly:1:5");
    }

    @Test
    void job_notifyingPrivateAddress_needsPermission() {
        put("Jobs/nightly.fly", job("nightly", "on_failure {\n    notify = [\"https://10.0.0.9:8443/x\"]\n  }"));
        assertThat(codes(read())).containsExactly("notify-host Jobs/nightly.fly:5:15");
        put("MG/config.fly", infrastructure("notify_hosts = [\"10.0.0.9\"]", ""));
        assertThat(read().findings()).isEmpty();
    }

    @Test
    void infrastructure_read_knowsItsServer() {
        NestSnapshot nest = read();
        Infrastructure.NestLink link =
                nest.infrastructure().orElseThrow().config().nest();
        assertThat(link.server()).contains(GitLabServer.of("gitlab.example.com"));
        assertThat(link.gitlabServers()).contains(List.of(GitLabServer.of("gitlab.example.com")));
        assertThat(nest.infrastructure().orElseThrow().hash()).matches("[0-9a-f]{64}");
    }

    @Test
    void infrastructure_broken_leavesEggsAndJobsAlone() {
        put("MG/config.fly", "mothergoose {\n");
        put("Eggs/a/config.fly", egg("a", "project_id = 1"));
        put("Jobs/nightly.fly", job("nightly", ""));
        NestSnapshot nest = read();
        assertThat(nest.infrastructure()).isEmpty();
        assertThat(nest.eggs()).hasSize(1);
        assertThat(nest.jobs().jobs()).hasSize(1);
        assertThat(nest.hasErrors()).isTrue();
    }

    @Test
    void block_inWrongPlace_saysWhereItBelongs() {
        put("Eggs/a/config.fly", job("a", ""));
        put("Jobs/b.fly", egg("b", "project_id = 1"));
        NestSnapshot nest = read();
        assertThat(codes(nest)).containsExactly("unknown-block Eggs/a/config.fly:1:1", "unknown-block Jobs/b.fly:1:1");
        assertThat(nest.findings().getFirst().advice()).contains("It belongs in Jobs/NAME.fly, one in a file.");
        assertThat(nest.broken()).containsExactly(EggName.of("a"));
        assertThat(nest.jobs().broken()).containsExactly(JobName.of("b"));
    }

    @Test
    void secretsInClearText_areNeverShown() {
        put("Eggs/a/config.fly", egg("a", "project_id = 1\n    api_token  = \"hush-1\""));
        put("Eggs/b/config.fly", bucket("b", repo("r", "project_id = 2\n        token_secret = \"hush-2\"")));
        put("Jobs/nightly.fly", job("nightly", "on_failure {\n    notify = [\"https://u:hush-3@x.example\"]\n  }"));
        put("MG/config.fly", infrastructure("api_token = \"hush-4\"", "secrets {\n    shared = [\"hush-5\"]\n  }"));
        NestSnapshot nest = read();
        assertThat(nest.findings()).hasSize(5);
        assertThat(nest.findings().toString()).doesNotContain("hush");
        assertThat(nest.diagnostics().toString()).doesNotContain("hush");
        assertThat(TextRenderer.render(nest.diagnostics())).contains("\"***\"").doesNotContain("hush");
    }

    private NestSnapshot read() {
        return NestReader.read(NestFiles.of(files), NestRules.defaults());
    }

    private static List<String> codes(NestSnapshot nest) {
        return nest.findings().stream()
                .map(finding -> finding.code() + " " + finding.place())
                .toList();
    }

    private static String egg(String name, String target) {
        return NestReaderTest.source(name, target, "");
    }

    private static String egg(String name, String target, String tag) {
        return egg(name, target).replace("[\"" + name + "\"]", "[\"" + tag + "\"]");
    }

    private static String bucket(String name, String... repos) {
        return """
                eggsbucket "%s" {
                  cloud {
                    provider = "local"
                  }
                  runner {
                    tags = ["%s"]
                  }
                  environment {
                    ALL = "bucket"
                    WHO = egg.name
                  }
                  repositories {
                %s  }
                }
                """.formatted(name, name, String.join("", repos));
    }

    private static String repo(String name, String target) {
        return """
                    repo "%s" {
                      gitlab {
                        %s
                        server = "gitlab.example.com"
                      }
                      environment {
                        WHO = repo.name
                      }
                    }
                """.formatted(name, target);
    }

    private static String job(String name, String more) {
        return """
                job "%s" {
                  schedule = "0 3 * * *"
                  script   = "make"
                  %s
                }
                """.formatted(name, more);
    }

    private static String infrastructure(String nest, String more) {
        return """
                mothergoose {
                  cloud {
                    provider = "local"
                  }
                  database {
                    type = "h2"
                  }
                  nest {
                    url = "https://gitlab.example.com/infra/nest.git"
                    %s
                  }
                  %s
                }
                """.formatted(nest, more);
    }

    private void put(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
    }
}
