package io.polargosling.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.fly.diagnostic.Paint;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {

    @Test
    void colours_onTerminalsOnly_areOn() {
        assertThat(Screen.of(Map.of(), "")).isEqualTo(Screen.plain());
        assertThat(Screen.of(Map.of(), "1")).isEqualTo(new Screen(Paint.ANSI, Paint.NONE));
        assertThat(Screen.of(Map.of("NO_COLOR", "", "TERM", "xterm"), "12"))
                .isEqualTo(new Screen(Paint.ANSI, Paint.ANSI));
    }

    @Test
    void colours_notWanted_areOff() {
        assertThat(Screen.of(Map.of("NO_COLOR", "0"), "12")).isEqualTo(Screen.plain());
        assertThat(Screen.of(Map.of("TERM", "dumb"), "12")).isEqualTo(Screen.plain());
    }
}
