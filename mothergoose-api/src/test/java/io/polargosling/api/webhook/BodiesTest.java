package io.polargosling.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.polargosling.api.problem.ProblemException;
import io.polargosling.api.problem.ProblemKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {

    private static final int MEGABYTE = 1024 * 1024;

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();

    private Bodies bodies() {
        return new Bodies(new Bodies.Limits(8 * MEGABYTE, 2, 4 * MEGABYTE, Duration.ofSeconds(30), folder), nanos::get);
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, Bodies.LARGE, Bodies.LARGE + 1, 3_000_000})
    void body_ofAnyLength_isReadAgainAndAgain(int length) throws Exception {
        var bytes = random(length);
        var bodies = bodies();
        for (long announced : new long[] {-1, length}) {
            try (var body = bodies.read(new ByteArrayInputStream(bytes), announced)) {
                for (int i = 0; i < 2; i++) {
                    try (var in = body.open()) {
                        assertThat(in.readAllBytes()).isEqualTo(bytes);
                    }
                }
                assertThat(bodies.held()).isLessThanOrEqualTo(Bodies.LARGE * 2L);
            }
        }
        assertThat(bodies.held()).isZero();
        // Its file never has a name for longer than it takes to open it.
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void largeBodies_moreThanAllowedAtOnce_areUnavailable() throws Exception {
        var bodies = bodies();
        var bytes = random(Bodies.LARGE + 1);
        try (var one = bodies.read(new ByteArrayInputStream(bytes), bytes.length);
                var two = bodies.read(new ByteArrayInputStream(bytes), -1)) {
            assertThat(one).isNotSameAs(two);
            assertProblem(ProblemKind.UNAVAILABLE, () -> bodies.read(new ByteArrayInputStream(bytes), -1));
        }
        assertThat(bodies.held()).isZero();
        bodies.read(new ByteArrayInputStream(bytes), -1).close();
    }

    @Test
    void smallBodies_moreThanTheMemoryHolds_areUnavailable() throws Exception {
        var bodies = bodies();
        var open = new ArrayList<Bodies.Body>();
        for (int i = 0; i < 4; i++) {
            open.add(bodies.read(new ByteArrayInputStream(random(MEGABYTE)), MEGABYTE));
        }
        assertProblem(ProblemKind.UNAVAILABLE, () -> bodies.read(new ByteArrayInputStream(random(1)), 1));

        open.getFirst().close();
        bodies.read(new ByteArrayInputStream(random(1)), 1).close();
    }

    @Test
    void body_thatTricklesIn_isEndedAndLeavesNothing() {
        var bodies = bodies();
        var trickle = new InputStream() {
            @Override
            public int read() {
                nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                return 'x';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                buffer[offset] = (byte) read();
                return 1;
            }
        };

        assertProblem(ProblemKind.MALFORMED, () -> bodies.read(trickle, 1000));
        assertThat(Duration.ofNanos(nanos.get())).isLessThan(Duration.ofSeconds(32));
        assertThat(bodies.held()).isZero();
    }

    @Test
    void body_thatBreaksOff_leavesNothing() {
        var bodies = bodies();
        var broken = new SequenceInputStream(new ByteArrayInputStream(new byte[2 * MEGABYTE]), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("reset");
            }
        });

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> bodies.read(broken, -1));
        assertThat(bodies.held()).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void body_longerThanAllowed_isTooLargeHoweverItComes() {
        var bodies = bodies();
        var bytes = new byte[8 * MEGABYTE + 1];

        assertProblem(ProblemKind.TOO_LARGE, () -> bodies.read(InputStream.nullInputStream(), bytes.length));
        assertProblem(ProblemKind.TOO_LARGE, () -> bodies.read(new ByteArrayInputStream(bytes), -1));
        assertThat(bodies.held()).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    private interface Reading {
        Bodies.Body read() throws IOException;
    }

    private static void assertProblem(ProblemKind kind, Reading reading) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> reading.read().close())
                .extracting(ProblemException::kind)
                .isEqualTo(kind);
    }
}
