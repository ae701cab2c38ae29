package io.polargosling.fly.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.fly.Fly;
import io.polargosling.fly.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatterTest {

    private static String format(String text) {
        var result = Fly.format(SourceFile.of("f", text));
        assertThat(result.diagnostics()).isEmpty();
        String formatted = result.text().orElseThrow();
        assertThat(Fly.format(SourceFile.of("f", formatted)).text()).contains(formatted);
        return formatted;
    }

    @Test
    void file_laidOutBadly_becomesRegular() {
        assertThat(format("""


                # head
                egg   "web"{
                type="vm"   # kind
                    gosling_version = "1.0.0" // pinned


                      # a group of its own
                  cloud {   provider="local"   }
                runner{

                    tags=[ "a","b" , ]
                    max_runners   =  3
                    environment = {
                       A="1"
                       LONGER   =   "2" # two
                    B = "3"# three
                    }
                    x = 1

                }
                }

                """)).isEqualTo("""
                # head
                egg "web" {
                  type            = "vm"    # kind
                  gosling_version = "1.0.0" // pinned

                  # a group of its own
                  cloud { provider = "local" }
                  runner {
                    tags        = ["a", "b",]
                    max_runners = 3
                    environment = {
                      A      = "1"
                      LONGER = "2" # two
                      B      = "3" # three
                    }
                    x = 1
                  }
                }
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = ";;",
            quoteCharacter = '`',
            value = {
                "x=a+b*-c;;x = a + b * -c",
                "x=!a&&!!b||-1<- 2;;x = !a && !!b || -1 < -2",
                "x = a-b - c;;x = a-b - c",
                "x=f ( a , b ... );;x = f(a, b...)",
                "x = a . b [ 0 ] . c [ * ] . d . * . e;;x = a.b[0].c[*].d.*.e",
                "x=[for  k,v in  m:k=>v... if  (v)];;x = [for k, v in m : k => v... if (v)]",
                "x=[for v in -a:v if !v];;x = [for v in -a : v if !v]",
                "x={ for v in [1,2]:v=>[v] };;x = { for v in [1, 2] : v => [v] }",
                "x = c?[a]:{b=1,\"d\":2};;x = c ? [a] : { b = 1, \"d\" : 2 }",
                "x = a.* * 2;;x = a.* * 2",
                "x = a.0 .1;;x = a.0 .1",
                "x = {};;x = {}",
                "x = { (a+b)=1 };;x = { (a + b) = 1 }",
                "x = \"${ a+b }\";;x = \"${ a+b }\"",
                "x = /* one */1/* two */+/* three */2;;x = /* one */ 1 /* two */ + /* three */ 2",
                "b   l1 \"l2\"{};;b l1 \"l2\" {}",
                "x = 1 //c;;x = 1 //c",
            })
    void line_withAnyBlanks_isSpacedRegularly(String text, String expected) {
        String formatted = Formatter.format(SourceFile.of("f", text));
        assertThat(formatted).isEqualTo(expected + "\n");
        assertThat(Formatter.format(SourceFile.of("f", formatted))).isEqualTo(formatted);
    }

    @Test
    void brackets_severalOnALine_indentOnce() {
        assertThat(format("""
                a = f([{
                b = 1
                }, {
                c = 2
                }], g(
                1,
                2))
                d = [e, {
                f = 1
                }, [
                1],
                2
                ]
                """)).isEqualTo("""
                a = f([{
                  b = 1
                }, {
                  c = 2
                }], g(
                  1,
                  2))
                d = [e, {
                  f = 1
                }, [
                  1],
                  2
                ]
                """);
    }

    @Test
    void heredocsAndStrings_formatted_keepTheirText() {
        String text = """
                a = <<-EOT
                     indented  ${ x+1 }
                  # no comment
                    EOT
                bb = "  ${
                   f( 1 )
                }  "
                c = [<<E
                x
                E
                , 2]
                """;
        assertThat(format(text)).isEqualTo("""
                a = <<-EOT
                     indented  ${ x+1 }
                  # no comment
                    EOT
                bb = "  ${
                   f( 1 )
                }  "
                c = [<<E
                x
                E
                  , 2]
                """);
    }

    @Test
    void windowsText_formatted_hasPlainLineBreaksButInValues() {
        assertThat(format("\uFEFFa = 1 # x\r\n\r\n/* y\r\n z */\r\nb = <<E\r\ntext\r\nE\r\n"))
                .isEqualTo("a = 1 # x\n\n/* y\n z */\nb = <<E\ntext\r\nE\n");
    }

    @Test
    void namesOfAnyScript_aligned_endInOneColumn() {
        assertThat(format("größe = 1\nимя = 2\n日本 = 3\n")).isEqualTo("größe = 1\nимя   = 2\n日本  = 3\n");
    }

    @Test
    void emptyAndBlank_formatted_areEmpty() {
        assertThat(format("")).isEmpty();
        assertThat(format("\n \n\t\n")).isEmpty();
        assertThat(format("# only\n\n\n# this")).isEqualTo("# only\n\n# this\n");
    }

    @Test
    void brokenFile_formatted_hasNoText() {
        var result = Fly.format(SourceFile.of("f", "a = \n"));
        assertThat(result.text()).isEmpty();
        assertThat(result.diagnostics()).isNotEmpty();
    }
}
