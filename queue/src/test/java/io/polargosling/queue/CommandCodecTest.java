package io.polargosling.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.sync.SyncRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CommandCodecTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    @Provide
    Arbitrary<Command> commands() {
        var eggs = Arbitraries.strings()
                .withChars("abcXYZ019-_")
                .ofMaxLength(62)
                .<Command>map(rest -> new Command.ReconcileEgg(EggName.of("e" + rest)));
        var syncs = Arbitraries.strings()
                .ofMaxLength(200)
                .flatMap(trigger -> Arbitraries.create(UUID::randomUUID)
                        .optional()
                        .<Command>map(operation -> new Command.SyncNest(trigger, SyncRequest.usual(), operation)));
        var refreshes = Arbitraries.longs()
                .between(1, 999_999_999)
                .<Command>map(project -> new Command.RefreshDemand(
                        EggName.of("web"), GitLabServer.of("gitlab.example.com:8443"), project));
        var requests = Arbitraries.of(true, false)
                .<Command>map(yes -> new Command.SyncNest(
                        "api", new SyncRequest(Optional.of(CommitId.of("a".repeat(40))), yes, !yes), Optional.empty()));
        var keeping = Arbitraries.just(new Command.ReconcileGitLab(EggName.of("web")));
        return Arbitraries.oneOf(
                eggs, syncs, refreshes, requests, keeping, Arbitraries.just(new Command.EvaluatePolicies()));
    }

    @Property(tries = 200)
    void anyCommand_encoded_isDecodedEqual(@ForAll("commands") Command command) {
        assertThat(CommandCodec.decode(CommandCodec.encode(command, NOW)))
                .isInstanceOfSatisfying(
                        CommandCodec.Valid.class,
                        valid -> assertThat(valid.command()).isEqualTo(command));
    }

    @Property(tries = 200)
    void anyText_decoded_neverThrows(@ForAll String text) {
        assertThat(CommandCodec.decode(text)).isInstanceOf(CommandCodec.Poison.class);
    }

    @Property(tries = 300)
    void anyCut_decoded_isPoison(@ForAll("commands") Command command, @ForAll int length) {
        String body = CommandCodec.encode(command, NOW);
        assertThat(CommandCodec.decode(body.substring(0, Math.floorMod(length, body.length()))))
                .isInstanceOf(CommandCodec.Poison.class);
    }

    @Test
    void encode_reconcile_hasEveryField() {
        var json = JsonMapper.shared().readTree(CommandCodec.encode(new Command.ReconcileEgg(EggName.of("web")), NOW));

        assertThat(json.propertyNames()).containsExactly("v", "id", "type", "key", "args", "created_at", "attempt");
        assertThat(json.path("v").asInt()).isEqualTo(1);
        assertThat(UUID.fromString(json.path("id").asString())).isNotNull();
        assertThat(json.path("type").asString()).isEqualTo("ReconcileEgg");
        assertThat(json.path("key").asString()).isEqualTo("web");
        assertThat(json.path("args").toString()).isEqualTo("{\"egg\":\"web\"}");
        assertThat(json.path("created_at").asString()).isEqualTo("2026-03-04T05:06:07Z");
        assertThat(json.path("attempt").asInt()).isEqualTo(1);
    }

    @Test
    void decode_unknownFields_areIgnored() {
        var body = "{\"v\":1,\"type\":\"EvaluatePolicies\",\"traceparent\":\"x\",\"args\":{\"y\":1}}";

        assertThat(CommandCodec.decode(body))
                .isEqualTo(new CommandCodec.Valid("", 1, new Command.EvaluatePolicies(), body));
    }

    @Test
    void decode_otherVersion_isPoisonThatNamesBoth() {
        var body = "{\"v\":2,\"type\":\"EvaluatePolicies\"}";

        assertThat(CommandCodec.decode(body)).isEqualTo(new CommandCodec.Poison("version 2 (expected: 1)", body));
    }

    @Test
    void encode_over64KiB_isRefused() {
        var fits = Command.SyncNest.because("x".repeat(65_000));
        var tooLong = Command.SyncNest.because("x".repeat(65_536));

        assertThat(CommandCodec.decode(CommandCodec.encode(fits, NOW))).isInstanceOf(CommandCodec.Valid.class);
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> CommandCodec.encode(tooLong, NOW))
                .withMessageContaining("expected: at most 65536");
    }
}
