package io.polargosling.domain.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class HostProcessTest {

    /** A child that lives until it is killed. */
    private static Process child() throws IOException {
        return new ProcessBuilder("sleep", "600").start();
    }

    private static HostProcess of(Process child) {
        return new HostProcess(
                HostProcess.thisHost(),
                child.pid(),
                HostProcess.startOf(child.pid()).orElseThrow());
    }

    @Test
    void current_thisProcess_isNotDead() {
        var self = HostProcess.current();

        assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(self.host()).isEqualTo(HostProcess.thisHost());
        assertThat(self.isCertainlyDead()).isFalse();
        assertThat(HostProcess.current()).isEqualTo(self);
    }

    @Test
    void isCertainlyDead_killedChild_turnsTrue() throws Exception {
        var child = child();
        var process = of(child);
        assertThat(process.isCertainlyDead()).isFalse();

        child.destroyForcibly().waitFor();

        assertThat(process.isCertainlyDead()).isTrue();
        assertThat(HostProcess.startOf(child.pid())).isEmpty();
    }

    @Test
    void isCertainlyDead_numberUsedAgain_isTrue() throws Exception {
        var child = child();
        try {
            var former = new HostProcess(
                    HostProcess.thisHost(), child.pid(), of(child).start() - 1);

            assertThat(former.isCertainlyDead()).isTrue();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void isCertainlyDead_otherHost_isFalse() {
        assertThat(new HostProcess("elsewhere", 1L << 30, 1).isCertainlyDead()).isFalse();
    }

    @Test
    void parse_printed_givesTheSame() {
        for (var process : new HostProcess[] {HostProcess.current(), new HostProcess("a:b:c", 1, 2)}) {
            assertThat(HostProcess.parse(process.toString())).contains(process);
        }
    }

    @Test
    void parse_otherText_isEmpty() {
        for (var text :
                new String[] {"", "a", "a:1", ":", "::", "a:b:c", "a:1:x", "owner-1", "a:99999999999999999999:1"}) {
            assertThat(HostProcess.parse(text)).as(text).isEmpty();
        }
    }
}
