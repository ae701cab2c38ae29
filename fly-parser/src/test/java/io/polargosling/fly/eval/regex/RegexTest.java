package io.polargosling.fly.eval.regex;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.fly.eval.regex.Regex.Compiled;
import io.polargosling.fly.eval.regex.Regex.Match;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexTest {

    private static Regex compiled(String pattern) {
        return switch (Regex.compile(pattern)) {
            case Compiled.Valid(Regex regex) -> regex;
            case Compiled.Invalid invalid -> throw new AssertionError(pattern + " is " + invalid);
        };
    }

    private static Optional<String> find(String pattern, String text) {
        return compiled(pattern).find(text, 0, steps -> true).flatMap(match -> match.group(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "a|ab ab a",
                "(?:a|ab)(?:c|bcd) abcd abcd",
                "a+? aaa a",
                "(?U)a+ aaa a",
                "(?U)a+? aaa aaa",
                "a{2,} aaaa aaaa",
                "[^a-c]+ abcxyz xyz",
                "[]a]+ a]b a]",
                "[a-] - -",
                "\\d{2}:\\d{2} at12:30 12:30",
                "(?i:B)c ABc Bc",
                "\\Bb ab b",
                "^b|c$ abc c",
                "\\w+$ x-yz yz",
                "[[:^alpha:]] a1 1",
                "\\PN 1a a",
                "\\p{^L} a1 1",
                "\\x{e9} é é",
                "😀{2} 😀😀 😀😀"
            })
    void find_text_givesTheMatchAReaderOfThePatternFindsFirst(String pattern, String text, String expected) {
        assertThat(find(pattern, text)).contains(expected);
    }

    @Test
    void find_groupThatTakesNoPart_isEmpty() {
        Match match = compiled("(a)|(b)").find("b", 0, steps -> true).orElseThrow();
        assertThat(match.group(1)).isEmpty();
        assertThat(match.group(2)).contains("b");
    }

    @Test
    void find_repeatedGroup_keepsItsLastMatch() {
        Match match = compiled("(?:(a)|b)*").find("ab", 0, steps -> true).orElseThrow();
        assertThat(match.group(1)).contains("a");
        assertThat(match.end()).isEqualTo(2);
    }

    @Test
    void find_laterStart_doesNotSeeWhatIsBeforeButKnowsIt() {
        assertThat(compiled("^b").find("ab", 1, steps -> true)).isEmpty();
        assertThat(compiled("\\Bb").find("ab", 1, steps -> true)).isPresent();
    }

    @Test
    void find_nothingMoreToSpend_stops() {
        assertThat(compiled("a").find("ba", 0, steps -> false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "a( 1",
                "a{3,2} 1",
                "(?P<1a>b)(?P<1a>c) 9",
                "(?z) 0",
                "\\ 0",
                "x[a 1",
                "a|*b 2",
                "[b-a] 1",
                "\\x{g} 0"
            })
    void compile_noPattern_saysWhere(String pattern, int offset) {
        assertThat(Regex.compile(pattern))
                .isInstanceOfSatisfying(
                        Compiled.Invalid.class,
                        invalid -> assertThat(invalid.offset()).isEqualTo(offset));
    }

    @Property(tries = 2000)
    void find_anyPatternOfCommonSyntax_agreesWithTheJdk(
            @ForAll("patterns") String pattern, @ForAll("texts") String text) {
        Matcher reference = Pattern.compile(pattern).matcher(text);
        Optional<String> expected = reference.find() ? Optional.of(reference.group()) : Optional.empty();
        assertThat(find(pattern, text)).as("%s on %s", pattern, text).isEqualTo(expected);
    }

    @Property(tries = 2000)
    void compile_anyText_isAnAnswer(@ForAll("noise") String pattern, @ForAll("texts") String text) {
        if (Regex.compile(pattern) instanceof Compiled.Valid(Regex regex)) {
            regex.find(text, 0, steps -> true)
                    .ifPresent(match -> assertThat(match.start()).isLessThanOrEqualTo(match.end()));
        }
    }

    @Provide
    Arbitrary<String> patterns() {
        Arbitrary<String> atom = Arbitraries.of("a", "b", "c", ".", "[ab]", "[^a]", "\\d", "\\w", "\\b");
        Arbitrary<String> piece = Arbitraries.of("", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}")
                .flatMap(quantifier -> atom.map(a -> a.equals("\\b") ? a : a + quantifier));
        Arbitrary<String> sequence = piece.list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("", parts));
        // Only what takes a character is repeated: what a loop of nothing means differs from one matcher to the next.
        Arbitrary<String> group =
                sequence.list().ofMinSize(1).ofMaxSize(3).map(options -> "(?:" + String.join("|", options) + ")");
        Arbitrary<String> looped = Arbitraries.of("*", "+", "{2,3}", "*?")
                .flatMap(quantifier -> sequence.map(inner -> "(?:c" + inner + ")" + quantifier));
        return Arbitraries.oneOf(sequence, group, looped)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("abc1 ").ofMaxLength(12);
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.strings()
                .withChars("ab()[]{}|*+?^$.\\d-,0123:iPQEp<>=!&")
                .ofMaxLength(15);
    }
}
