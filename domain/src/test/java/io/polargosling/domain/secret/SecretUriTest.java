package io.polargosling.domain.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.InvalidException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SecretUriTest {

    @Provide
    Arbitrary<String> part() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .withChars("-_.:@ AZяж")
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(part -> !"..".equals(part));
    }

    @Provide
    Arbitrary<String> names() {
        var part = part();
        return Combinators.combine(part, part.list().ofMaxSize(4))
                .as((first, rest) -> rest.isEmpty() ? first : first + "/" + String.join("/", rest));
    }

    @Provide
    Arbitrary<SecretUri.Scheme> schemes() {
        return Arbitraries.of(SecretUri.Scheme.class).filter(scheme -> scheme != SecretUri.Scheme.ENV);
    }

    @Property
    void P4b_validUri_splitsAndPrintsBackToItself(
            @ForAll("schemes") SecretUri.Scheme scheme, @ForAll("names") String name, @ForAll("part") String key) {
        String text = scheme.word() + "://" + name + "/" + key;

        var uri = SecretUri.of(text);

        assertThat(uri).isEqualTo(new SecretUri(scheme, name, key));
        assertThat(uri.text()).isEqualTo(text);
        assertThat(SecretUri.of(scheme, name, key)).isEqualTo(uri);
    }

    @Property
    void P4b_anyText_isReadWithoutExceptionAndNeverRepeated(@ForAll String text) {
        switch (SecretUri.parse(text)) {
            case SecretUri.Parsed.Valid valid -> assertThat(valid.uri().text()).isEqualTo(text);
            case SecretUri.Parsed.Malformed bad -> {
                assertThat(bad.offset()).isBetween(0, Math.max(text.length(), 1));
                assertThat(bad.message()).isNotEmpty();
            }
        }
    }

    @Property
    void P4b_printed_hidesNameAndKey(@ForAll("schemes") SecretUri.Scheme scheme) {
        var uri = SecretUri.of(scheme, "hidden-name", "hidden-key");

        assertThat(uri.toString()).doesNotContain("hidden").startsWith(scheme.word() + "://");
    }

    @Example
    void of_variable_hasNoKey() {
        var uri = SecretUri.of("env://MY_TOKEN");

        assertThat(uri).isEqualTo(new SecretUri(SecretUri.Scheme.ENV, "MY_TOKEN", ""));
        assertThat(uri.text()).isEqualTo("env://MY_TOKEN");
    }

    @Example
    void of_malformed_tellsWhereButNotWhat() {
        for (var text : new String[] {
            "",
            "://a/b",
            "ftp://quay/b",
            "vault://quay",
            "vault://quay/",
            "vault:///quay",
            "vault://a//quay",
            "vault://a/../quay",
            "vault://quay/x?y",
            "vault://quay/#",
            "env://quay/b",
            "env://1quay",
            "local://q\nuay/b",
            "local://" + "quay/".repeat(110) + "b"
        }) {
            assertThat(SecretUri.parse(text)).as(text).isInstanceOf(SecretUri.Parsed.Malformed.class);
            assertThatThrownBy(() -> SecretUri.of(text))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageNotContaining("quay");
        }
    }
}
