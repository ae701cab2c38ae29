package io.polargosling.worker.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class CloudInitPropertyTest {

    private static final String[] HOSTILE = {
        "${path.module}",
        "%{ if true }",
        "\"",
        "'",
        "\n",
        "\r\n",
        "\t",
        "]]>",
        "&anchor",
        "*alias",
        "!!python/object:x",
        "- ",
        ": ",
        "#",
        "---\n",
        "...\n",
        "? ",
        "|",
        ">-",
        "%YAML 1.1",
        "\\",
        "`id`",
        "$(id)",
        "$HOME",
        "yes",
        "0x1f",
        "1:30",
        "~",
        "\u0085",
        "\u2028",
        "\uFEFF",
        "\u0001",
        "\u007F",
        "é",
        "日本",
        "\uD83D\uDC27",
        " ",
        "\n ",
        " \n",
        "\n\n",
        "{{ds}}"
    };

    @Property(tries = 300)
    void write_anyEnvironment_parsesToTheSameValues(@ForAll("environments") Map<String, String> environment) {
        switch (CloudInit.write(MachineInputs.with(environment))) {
            case UserData.Written written -> {
                var text = written.text().reveal();
                assertThat(text).startsWith("#cloud-config\n").matches("[\\n -~]*+");
                assertThat(MachineInputs.files(text).get("/etc/gosling/environment"))
                        .isEqualTo(ShellWords.assignments(new TreeMap<>(environment)));
            }
            case UserData.Refused refused ->
                assertThat(refused.reason())
                        .satisfiesAnyOf(
                                reason -> assertThat(reason).contains("holds a NUL or half a character"),
                                reason -> assertThat(reason).contains("expected: at most 16384"));
        }
    }

    /** The whole way: out of the document, and into a shell. */
    @Property(tries = 25)
    void write_anyText_isTheVariablesValueInAShell(@ForAll("texts") String value) throws Exception {
        if (!(CloudInit.write(MachineInputs.with(Map.of("ODD", value))) instanceof UserData.Written written)) {
            assertThat(value)
                    .satisfiesAnyOf(
                            text -> assertThat(text).contains("\0"),
                            text -> assertThat(text).hasSizeGreaterThan(500));
            return;
        }
        var file = MachineInputs.files(written.text().reveal()).get("/etc/gosling/environment");
        var process = new ProcessBuilder("sh", "-c", file + "printf %s \"$ODD\"").start();
        process.getOutputStream().close();
        var got = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(got).isEqualTo(value);
    }

    @Provide
    Arbitrary<Map<String, String>> environments() {
        return Arbitraries.maps(Arbitraries.of("A", "B", "_C", "PATH", "LD_PRELOAD"), texts())
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<String> texts() {
        var pieces = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of(HOSTILE)),
                Tuple.of(2, Arbitraries.strings().ofMaxLength(8)),
                Tuple.of(1, Arbitraries.strings().alpha().ofMaxLength(100)));
        var mixed = pieces.list().ofMaxSize(12).map(list -> String.join("", list));
        return Arbitraries.frequencyOf(Tuple.of(30, mixed), Tuple.of(1, Arbitraries.just("&".repeat(65_536))));
    }
}
