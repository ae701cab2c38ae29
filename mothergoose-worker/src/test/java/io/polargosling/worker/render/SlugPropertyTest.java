package io.polargosling.worker.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.EggName;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SlugPropertyTest {

    private static final String FORM = "[a-z][a-z0-9-]{0,46}";

    @Property
    void slug_ofAnyText_hasTheForm(@ForAll String name) {
        assertThat(Slug.of(name).value()).matches(FORM);
    }

    @Property
    void slug_ofAName_isTheNameWhereThatHasTheForm(@ForAll("names") String name) {
        var slug = Slug.of(EggName.of(name)).value();

        assertThat(slug).matches(FORM);
        assertThat(slug.equals(name)).isEqualTo(name.matches("[a-z][a-z0-9-]{0,39}"));
    }

    /** Names that differ in what is changed or cut alone. */
    @Property
    void slug_ofDistinctNames_isDistinct(@ForAll("names") String one, @ForAll("likeness") int change) {
        var other = switch (change) {
            case 0 -> one.toUpperCase(Locale.ROOT);
            case 1 -> one.replace('_', '-');
            case 2 -> one.substring(0, Math.min(one.length(), 62)) + "x";
            default -> one.toLowerCase(Locale.ROOT);
        };

        assertThat(Slug.of(one).equals(Slug.of(other))).isEqualTo(one.equals(other));
    }

    @Example
    void slug_ofWhatHasNoLetter_isOneStill() {
        assertThat(Slug.of("").value()).matches("x-[0-9a-f]{6}");
        assertThat(Slug.of("123").value()).matches("x-[0-9a-f]{6}");
        assertThat(Slug.of(EggName.ofJob("rotate")).value()).matches("jobs-rotate-[0-9a-f]{6}");
    }

    @Example
    void nest_howeverItIsReached_hasOneLabel() {
        var label = CloudFacts.nestOf("https://gitlab.example.com/infra/nest.git");

        assertThat(label).matches("gitlab-example-com-infra-nest-[0-9a-f]{6}");
        assertThat(CloudFacts.nestOf("https://user:pa%3Ass@gitlab.example.com/infra/nest"))
                .isEqualTo(label);
        assertThat(CloudFacts.nestOf("git@gitlab.example.com:infra/nest.git")).isEqualTo(label);
        assertThat(CloudFacts.nestOf("ssh://git@gitlab.example.com/infra/nest.git/"))
                .isEqualTo(label);
        assertThat(CloudFacts.nestOf("https://gitlab.example.com/infra/other")).isNotEqualTo(label);
        assertThat(CloudFacts.nestOf("file:///srv/nest")).isEqualTo(CloudFacts.nestOf("/srv/nest"));
    }

    @Provide
    Arbitrary<String> names() {
        var first = Arbitraries.chars().alpha();
        var rest = Arbitraries.strings().alpha().numeric().withChars('-', '_').ofMaxLength(62);
        return first.flatMap(letter -> rest.map(text -> letter + text));
    }

    @Provide
    Arbitrary<Integer> likeness() {
        return Arbitraries.integers().between(0, 3);
    }
}
