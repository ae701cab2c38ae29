package io.polargosling.simulator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class TraceTest {

    private static final String TEXT = "before s3cr3t-välue and s3cr3t again\nand s3cr3t-välue";

    @Property(tries = 200)
    void append_secretCutAnywhere_neverLeavesUnmasked(
            @ForAll @IntRange(min = 1, max = 60) int part, @ForAll @IntRange(min = 1, max = 5) int sendEvery) {
        Trace trace = new Trace(List.of("s3cr3t", "s3cr3t-välue"), 10_000);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        for (int from = 0, count = 0; from < bytes.length; from += part, count++) {
            byte[] chunk = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + part));
            trace.append(chunk, chunk.length);
            if (count % sendEvery == 0) {
                send(trace, sent);
            }
        }
        trace.finish();
        send(trace, sent);
        assertThat(sent.toString(StandardCharsets.UTF_8)).isEqualTo("before [MASKED] and [MASKED] again\nand [MASKED]");
    }

    @Test
    void append_aboveTheLimit_isCutWithANote() {
        Trace trace = new Trace(List.of(), 10);
        trace.line("0123456789abcdef");
        trace.line("more");
        assertThat(new String(trace.unsent(), StandardCharsets.UTF_8))
                .isEqualTo("0123456789\nJob's log exceeded limit of 10 bytes.\n");
    }

    @Test
    void sentUpTo_earlierOffset_sendsFromThere() {
        Trace trace = new Trace(List.of(), 100);
        trace.line("abcdef");
        trace.sentUpTo(7);
        assertThat(trace.unsent()).isEmpty();
        trace.sentUpTo(2);
        assertThat(new String(trace.unsent(), StandardCharsets.UTF_8)).isEqualTo("cdef\n");
    }

    private static void send(Trace trace, ByteArrayOutputStream sent) {
        byte[] part = trace.unsent();
        sent.writeBytes(part);
        trace.sentUpTo(trace.sent() + part.length);
    }
}
