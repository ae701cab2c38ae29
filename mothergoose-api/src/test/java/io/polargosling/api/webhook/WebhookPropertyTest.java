package io.polargosling.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.KnownProject;
import io.polargosling.gitlab.WebhookEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import tools.jackson.databind.node.ObjectNode;

class WebhookPropertyTest {

    private static final AtomicLong TRIES = new AtomicLong();

    private final RunningApi api = RunningApi.get();

    /**
     * An egg of one try.
     *
     * @param path of the group; empty for a project
     * @param disabled an egg that takes no runners
     */
    record Declared(long id, String path, boolean disabled) {}

    @Property(tries = 100)
    void P9_matching_anyEggs_givesExactlyTheTargetsOfServerAndProjectOrGroup(
            @ForAll("declarations") List<Declared> declared,
            @ForAll @IntRange(min = 1, max = 4) int project,
            @ForAll("paths") String path,
            @ForAll("discoveries") long discoveredThrough,
            @ForAll boolean sameServer) {
        var server = GitLabServer.of("p9-" + TRIES.incrementAndGet() + ".test");
        var wanted = new HashMap<EggName, Integer>();
        for (var one : declared) {
            boolean isGroup = !one.path().isEmpty();
            TargetScope scope = isGroup ? new TargetScope.Group(one.id()) : new TargetScope.Project(one.id());
            var egg = Fixtures.declared("match", server, scope, RunnerKind.VM, !one.disabled());
            if (isGroup) {
                api.storage().targets().savePath(new TargetId(server, scope, egg.name()), one.path());
            }
            boolean matches =
                    isGroup ? isUnder(one.path(), path) || one.id() == discoveredThrough : one.id() == project;
            if (matches && sameServer && !one.disabled()) {
                wanted.put(egg.name(), isGroup ? one.path().length() : Integer.MAX_VALUE);
            }
        }
        if (discoveredThrough != 0) {
            api.storage()
                    .projects()
                    .save(List.of(new KnownProject(server, project, discoveredThrough, path, Instant.now())));
        }
        // Where discovery knows the project, nobody's word for its path counts.
        String told = discoveredThrough == 0 ? path.toUpperCase(Locale.ROOT) : "elsewhere/entirely";

        var found =
                targets().candidates(sameServer ? server : GitLabServer.of("gitlab.other.test"), event(project, told));

        var eggs = found.stream()
                .map(target -> ((HookTarget.OfEgg) target).target().egg())
                .toList();
        assertThat(eggs).doesNotHaveDuplicates();
        assertThat(Set.copyOf(eggs)).isEqualTo(wanted.keySet());
        assertThat(eggs)
                .as("projects first, then the nearest group")
                .isSortedAccordingTo(Comparator.comparing((EggName egg) -> wanted.getOrDefault(egg, 0))
                        .reversed());
    }

    private static boolean isUnder(String group, String project) {
        return (project + "/").startsWith(group + "/");
    }

    private static WebhookEvent event(long project, String path) {
        var body = Hooks.sample("push", project);
        ((ObjectNode) body.path("project")).put("path_with_namespace", path);
        return Hooks.event(body);
    }

    private HookTargets targets() {
        return Hooks.targets(api);
    }

    @Property(tries = 100)
    void P26_events_ofTheThreeKinds_causeTheirAction(
            @ForAll("events") String sample, @ForAll @AlphaChars @StringLength(min = 1, max = 20) String branch) {
        var egg = EGG;
        var body = Hooks.sample(sample, egg.projectId()).put("ref", "refs/heads/" + branch);

        var parsed = WebhookEvent.parse(Hooks.bytes(body));

        assertThat(parsed).isInstanceOfSatisfying(WebhookEvent.Parsed.Event.class, read -> {
            assertThat(read.whole()).isTrue();
            var target = targets().candidates(Fixtures.SERVER, read.event()).getFirst();
            assertThat(HookRule.commandFor(Fixtures.SERVER, read.event(), target))
                    .contains(Hooks.refresh(egg));
        });
    }

    @Property(tries = 100)
    void P41_eventOfOneRepo_causesWorkForThatRepoOnly(
            @ForAll @IntRange(min = 2, max = 7) int repos,
            @ForAll("events") String sample,
            @ForAll @IntRange(max = 6) int picked,
            @ForAll boolean twoBuckets) {
        var bucket = Fixtures.declaredBucket("repos", repos);
        var other = Fixtures.declaredBucket("repos", twoBuckets ? 2 : 1);
        var hit = bucket.get(picked % repos);

        var event = Hooks.event(Hooks.sample(sample, hit.projectId()));
        var found = targets().candidates(Fixtures.SERVER, event);

        assertThat(found).singleElement().isInstanceOfSatisfying(HookTarget.OfEgg.class, target -> {
            assertThat(target.target().repo()).contains("repo-" + picked % repos);
            assertThat(target.secret()).isEqualTo(Fixtures.secretOfRepo(hit.name(), picked % repos));
        });
        assertThat(found.stream().flatMap(target -> HookRule.commandFor(Fixtures.SERVER, event, target).stream()))
                .containsExactly(Hooks.refresh(hit))
                .doesNotContain(Hooks.refresh(other.getFirst()));
    }

    @Property(tries = 100)
    void P33_withoutAValidSecret_isForbiddenWithTheSameBytesAndNoEffect(
            @ForAll("bodies") String rest, @ForAll("tokens") String token, @ForAll boolean known) {
        long project = known ? EGG.projectId() : 987_654_321;
        String body = "{\"object_kind\":\"push\",\"project_id\":" + project + "," + rest;

        var reply = api.anonymous()
                .post(
                        Hooks.PATH,
                        body.getBytes(StandardCharsets.UTF_8),
                        Hooks.headers(token, UUID.randomUUID().toString()));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.bytes()).isEqualTo(refusal());
        assertThat(api.received()).doesNotContain(Hooks.refresh(EGG));
        assertThat(api.storage().eggs().find(EGG.name()).orElseThrow().generation())
                .isEqualTo(GENERATION);
    }

    /** Never sent a proven webhook, so nothing may ever happen to it. */
    private static final Fixtures.StoredEgg EGG = Fixtures.egg("untouched");

    private static final long GENERATION =
            RunningApi.get().storage().eggs().find(EGG.name()).orElseThrow().generation();

    @Provide
    Arbitrary<List<Declared>> declarations() {
        var projects = Arbitraries.longs().between(1, 4).map(id -> new Declared(id, "", false));
        var groups = Combinators.combine(Arbitraries.longs().between(5, 9), groupPaths())
                .as((id, path) -> new Declared(id, path, false));
        var all = Arbitraries.oneOf(projects, groups);
        return Combinators.combine(all, Arbitraries.integers().between(0, 5))
                .as((one, die) -> new Declared(one.id(), one.path(), die == 0))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    private static Arbitrary<String> groupPaths() {
        return Arbitraries.of("acme", "acme/tools", "acme/toolshed", "acm", "beta");
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("acme/tools/web", "acme/web", "acme/toolshed/web", "beta/web", "acme/tools/deep/web");
    }

    @Provide
    Arbitrary<Long> discoveries() {
        return Arbitraries.of(0L, 0L, 5L, 7L);
    }

    @Provide
    Arbitrary<String> events() {
        return Arbitraries.of("push", "merge_request", "pipeline");
    }

    @Provide
    Arbitrary<String> bodies() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "\"ref\":\"refs/heads/main\",\"after\":\"c40e7a99\"}",
                        "\"build_id\":7,\"build_status\":\"pending\"}",
                        "\"object_attributes\":{}}",
                        "",
                        "[[["),
                Arbitraries.strings().ofMaxLength(200));
    }

    @Provide
    Arbitrary<String> tokens() {
        var guess = Arbitraries.strings().withCharRange('!', '~').ofMaxLength(60);
        return Arbitraries.oneOf(
                guess,
                Arbitraries.of(EGG.webhookSecret() + "x", EGG.webhookSecret().substring(1), "null"));
    }

    private static byte[] refusal() {
        return """
                {"type":"urn:gosling:problem:forbidden","title":"The credential does not allow this","status":403,\
                "detail":"no webhook secret matches"}""".getBytes(StandardCharsets.UTF_8);
    }
}
