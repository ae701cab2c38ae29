package io.polargosling.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.api.http.ApiJson;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class WebhookProperties {

    private final RunningApi api = RunningApi.get();

    @Property(tries = 100)
    void P9_matching_anyEggs_givesExactlyTheTargetsOfServerAndProject(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 5) Integer> projects,
            @ForAll @IntRange(max = 6) int asked,
            @ForAll boolean sameServer) {
        long base = 500_000_000L + Math.floorMod(UUID.randomUUID().hashCode(), 400_000) * 10L;
        var wanted = new HashSet<HookTarget>();
        for (int project : projects) {
            var egg = Fixtures.egg("match", base + project, RunnerKind.VM, project != 5);
            if (project == asked && project != 5 && sameServer) {
                wanted.add(new HookTarget.OfEgg(
                        egg.name(), base + project, SecretUri.of("local://gitlab/" + egg.name() + "/webhook-secret")));
            }
        }
        var server = sameServer ? Fixtures.SERVER : GitLabServer.of("gitlab.other.test");
        var targets =
                new HookTargets(api.storage().eggs(), api.bean(Settings.class).nest());

        assertThat(Set.copyOf(targets.candidates(server, base + asked))).isEqualTo(wanted);
    }

    @Property(tries = 100)
    void P26_events_ofTheThreeKinds_causeTheirAction(
            @ForAll("events") String sample, @ForAll @AlphaChars @StringLength(min = 1, max = 20) String branch) {
        var egg = EGG;
        var body = Hooks.sample(sample, egg.projectId()).put("ref", "refs/heads/" + branch);

        var payload = HookPayloadReader.read(Hooks.bytes(body), new ApiJson().mapper())
                .orElseThrow();
        var target = new HookTargets(
                        api.storage().eggs(), api.bean(Settings.class).nest())
                .candidates(Fixtures.SERVER, egg.projectId())
                .getFirst();

        assertThat(HookRule.commandFor(payload, target)).contains(new Command.ReconcileEgg(egg.name()));
    }

    @Property(tries = 100)
    void P33_withoutAValidSecret_isForbiddenWithTheSameBytesAndNoEffect(
            @ForAll("bodies") String rest, @ForAll("tokens") String token, @ForAll boolean known) {
        long project = known ? EGG.projectId() : 987_654_321;
        String body = "{\"project_id\":" + project + "," + rest;

        var reply = api.anonymous()
                .post(
                        Hooks.PATH,
                        body.getBytes(StandardCharsets.UTF_8),
                        Hooks.headers(token, UUID.randomUUID().toString()));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.bytes()).isEqualTo(refusal());
        assertThat(api.received()).doesNotContain(new Command.ReconcileEgg(EGG.name()));
        assertThat(api.storage().eggs().find(EGG.name()).orElseThrow().generation())
                .isEqualTo(GENERATION);
    }

    @Property(tries = 200)
    void anyBytes_areReadOrRefusedButNeverThrow(@ForAll byte[] bytes) {
        assertThat(HookPayloadReader.read(bytes, new ApiJson().mapper())).isNotNull();
    }

    /** Never sent a proven webhook, so nothing may ever happen to it. */
    private static final Fixtures.StoredEgg EGG = Fixtures.egg("untouched");

    private static final long GENERATION =
            RunningApi.get().storage().eggs().find(EGG.name()).orElseThrow().generation();

    @Provide
    Arbitrary<String> events() {
        return Arbitraries.of("push", "merge_request", "pipeline");
    }

    @Provide
    Arbitrary<String> bodies() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "\"object_kind\":\"push\"}",
                        "\"object_kind\":\"build\",\"build_status\":\"pending\"}",
                        "\"object_kind\":\"pipeline\",\"object_attributes\":{}}",
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
