package io.polargosling.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class JsonTextTest {

    @Test
    void document_indented_hasALineForEachValue() {
        var json = JsonText.indented()
                .openObject()
                .field("a", 1)
                .name("b")
                .openArray()
                .value(true)
                .openObject()
                .closeObject()
                .closeArray()
                .name("c")
                .openArray()
                .closeArray()
                .field("d", null)
                .closeObject();
        assertThat(json).hasToString("""
                {
                  "a": 1,
                  "b": [
                    true,
                    {}
                  ],
                  "c": [],
                  "d": null
                }""");
    }

    @Test
    void document_onOneLine_hasNoBlanks() {
        var json = JsonText.onOneLine()
                .openObject()
                .field("a", "b c")
                .field("d", false)
                .closeObject();
        assertThat(json).hasToString("{\"a\":\"b c\",\"d\":false}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\\/", "\b\f\n\r\t\u0000\u001f", "größe 日本 😀", "\u2028</script>"})
    void text_ofAnyKind_isReadBackTheSame(String text) {
        String json = JsonText.onOneLine().value(text).toString();
        assertThat(new JsonMapper().readTree(json).asString()).isEqualTo(text);
    }

    @Test
    void halfOfAPair_written_isEscaped() {
        assertThat(JsonText.onOneLine().value("\ud83d!")).hasToString("\"\\ud83d!\"");
        assertThat(JsonText.onOneLine().value("\ude00")).hasToString("\"\\ude00\"");
    }
}
