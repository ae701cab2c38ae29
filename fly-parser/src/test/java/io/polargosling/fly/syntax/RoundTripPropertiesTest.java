package io.polargosling.fly.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.fly.Fly;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.TextRenderer;
import io.polargosling.fly.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What goes in comes out. */
class RoundTripPropertiesTest {

    @Property(tries = 2000)
    void p1_anyTree_printedAndParsed_isEqual(@ForAll long seed) {
        Body tree = new TreeGenerator(seed).body(3);
        String text = Fly.print(tree);
        ParseResult parsed = Fly.parse(SourceFile.of("p1", text));
        assertThat(TextRenderer.render(parsed.diagnostics())).as(text).isEmpty();
        assertThat(Ranges.erase(parsed.body())).as(text).isEqualTo(tree);
    }

    @Property(tries = 1000)
    void p1_anyText_thatParses_survivesPrinting(@ForAll("expressions") String expression) {
        ParseResult first = Fly.parse(SourceFile.of("p1", "a = " + expression + "\n"));
        if (first.hasErrors()) {
            return;
        }
        String text = Fly.print(first.body());
        ParseResult second = Fly.parse(SourceFile.of("p1", text));
        assertThat(second.diagnostics()).as(text).isEmpty();
        assertThat(Ranges.erase(second.body())).as(text).isEqualTo(Ranges.erase(first.body()));
        assertThat(Fly.print(second.body())).isEqualTo(text);
    }

    @Property(tries = 500)
    void p3_blocksOfAnyShape_keepTheirHierarchy(@ForAll("shapes") List<@IntRange(min = 0, max = 6) Integer> depths) {
        var text = new StringBuilder();
        var expected = new ArrayList<String>();
        int open = 0;
        for (int i = 0; i < depths.size(); i++) {
            int depth = Math.min(depths.get(i), open);
            while (open > depth) {
                text.append("}\n");
                open--;
            }
            text.append("level \"").append(i).append("\" {\n");
            open++;
            expected.add(open + ":" + i);
        }
        text.append("}\n".repeat(open));
        ParseResult parsed = Fly.parse(SourceFile.of("p3", text.toString()));
        assertThat(parsed.diagnostics()).extracting(Diagnostic::detail).isEmpty();
        var found = new ArrayList<String>();
        collect(parsed.body(), 1, found);
        assertThat(found).isEqualTo(expected);
    }

    private static void collect(Body body, int depth, List<String> found) {
        for (Block block : body.blocks()) {
            found.add(depth + ":" + block.labels().getFirst().value());
            collect(block.body(), depth + 1, found);
        }
    }

    @Provide
    Arbitrary<List<Integer>> shapes() {
        return Arbitraries.integers().between(0, 6).list().ofMinSize(1).ofMaxSize(30);
    }

    @Provide
    Arbitrary<String> expressions() {
        return Arbitraries.of(
                        "1", "2.50", "x", "true", "null", "\"t\"", "\"a${", "}\"", "${~", "~}", " + ", " - ", "-", "!",
                        " * ", " == ", " && ", " || ", " < ", " ? ", " : ", "(", ")", "[", "]", "{", "}", " = ", ", ",
                        ".", ".0", "f(", "...", "\n", "<<E\n", "\nE\n", "<<-E\n", "  ", "$${", "$", "\\n", "\"", "for ",
                        "[0]")
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(pieces -> String.join("", pieces));
    }
}
