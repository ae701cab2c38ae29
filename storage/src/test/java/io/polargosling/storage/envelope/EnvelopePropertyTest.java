package io.polargosling.storage.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.storage.MemorySecrets;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.gen.Samples;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class EnvelopePropertyTest {

    private static final SecretUri URI = SecretUri.of("local://gosling/data-keys");

    private final MemorySecrets secrets = new MemorySecrets();
    private final MutableClock clock = MutableClock.at(Samples.NOW);
    private final Envelope envelope = Envelope.of(secrets, URI, clock);

    @Property(tries = 200)
    void P34_sealedBytes_openOnlyWithTheKeyAndInTheirPlace(
            @ForAll byte[] plain, @ForAll @StringLength(max = 20) String place) {
        byte[] sealed = envelope.seal(plain, place);
        assertThat(envelope.open(sealed, place)).isEqualTo(plain);
        assertThatThrownBy(() -> envelope.open(sealed, place + "x")).isInstanceOf(InternalException.class);
        var stranger = Envelope.of(new MemorySecrets(), URI, clock);
        assertThatThrownBy(() -> stranger.open(sealed, place))
                .isInstanceOf(InternalException.class)
                .hasMessageContaining("data key");
    }

    @Property(tries = 200)
    void P34_sealedBytes_showNothingOfThePlainOnes(@ForAll @Size(min = 8, max = 200) byte[] plain) {
        byte[] first = envelope.seal(plain, "row");
        byte[] second = envelope.seal(plain, "row");
        assertThat(first).isNotEqualTo(second);
        assertThat(contains(first, plain)).isFalse();
    }

    @Property(tries = 200)
    void open_anyBitChanged_isRefused(@ForAll @IntRange(max = 400) int bit) {
        byte[] sealed = envelope.seal("thirty bytes of something here".getBytes(StandardCharsets.UTF_8), "row");
        sealed[bit / 8 % sealed.length] ^= (byte) (1 << bit % 8);
        assertThatThrownBy(() -> envelope.open(sealed, "row")).isInstanceOf(InternalException.class);
    }

    @Property(tries = 200)
    void open_anyBytes_isRefused(@ForAll byte[] bytes) {
        assertThatThrownBy(() -> envelope.open(bytes, "row")).isInstanceOf(InternalException.class);
    }

    @Example
    void rotation_oldRowsOpenAndNewOnesUseTheNewKey() {
        byte[] old = envelope.seal(new byte[] {1, 2, 3}, "row");
        var rotated = DataKeys.parse(secrets.read(URI, "test")).rotated();
        secrets.write(URI, rotated.text());
        assertThat(keyOf(envelope.seal(new byte[0], "row"))).isEqualTo(keyOf(old));

        clock.advance(Envelope.KEPT.plusSeconds(1));
        byte[] young = envelope.seal(new byte[] {4}, "row");
        assertThat(keyOf(young)).isEqualTo(rotated.current().id()).isNotEqualTo(keyOf(old));
        assertThat(envelope.open(old, "row")).containsExactly(1, 2, 3);
        assertThat(envelope.open(young, "row")).containsExactly(4);

        secrets.write(URI, new DataKeys(List.of(rotated.current())).text());
        clock.advance(Envelope.KEPT.plusSeconds(1));
        assertThatThrownBy(() -> envelope.open(old, "row"))
                .isInstanceOf(InternalException.class)
                .hasMessageContaining(keyOf(old));
    }

    @Example
    void open_keyMadeByAnotherProcessSince_isReadAtOnce() {
        byte[] _ = envelope.seal(new byte[0], "row");
        secrets.write(URI, DataKeys.parse(secrets.read(URI, "test")).rotated().text());
        byte[] others = Envelope.of(secrets, URI, clock).seal(new byte[] {7}, "row");
        assertThat(envelope.open(others, "row")).containsExactly(7);
    }

    @Example
    void seal_manyTimes_readsTheSecretOnce() {
        var sealed = new ArrayList<byte[]>(Collections.nCopies(50, new byte[0]));
        sealed.replaceAll(plain -> envelope.seal(plain, "row"));
        sealed.forEach(bytes -> assertThat(envelope.open(bytes, "row")).isEmpty());
        assertThat(secrets.reads).hasValue(1);
    }

    @Example
    void seal_secretUnreadable_isRefusedWithoutItsText() {
        for (String text : List.of("", "hunter2", "id:hunter2", "a b:" + "QUJD", "i d:=", "id:" + "A".repeat(44))) {
            secrets.write(URI, SecretValue.of(text));
            var fresh = Envelope.of(secrets, URI, clock);
            assertThatThrownBy(() -> fresh.seal(new byte[0], "row"))
                    .isInstanceOf(InternalException.class)
                    .hasMessageContaining("ID:BASE64")
                    .hasMessageNotContaining("hunter2")
                    .hasNoCause();
        }
    }

    private static String keyOf(byte[] sealed) {
        return new String(sealed, 2, sealed[1], StandardCharsets.US_ASCII);
    }

    private static boolean contains(byte[] whole, byte[] part) {
        return new String(whole, StandardCharsets.ISO_8859_1).contains(new String(part, StandardCharsets.ISO_8859_1));
    }
}
