package io.polargosling.storage.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.storage.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class DocumentsPropertyTest {

    record Sample(
            String text,
            long whole,
            double part,
            boolean flag,
            Map<String, String> words,
            List<Long> numbers,
            Optional<String> maybe,
            OptionalLong perhaps,
            Instant at) {}

    @Property(tries = 200)
    void document_anyValue_isReadBackEqual(
            @ForAll String text,
            @ForAll long whole,
            @ForAll @DoubleRange(min = -1e9, max = 1e9) double part,
            @ForAll boolean flag,
            @ForAll @Size(max = 4) Map<String, String> words,
            @ForAll @Size(max = 4) List<Long> numbers) {
        var sample = new Sample(
                text,
                whole,
                part,
                flag,
                words,
                numbers,
                flag ? Optional.of(text) : Optional.empty(),
                flag ? OptionalLong.empty() : OptionalLong.of(whole),
                Instant.ofEpochSecond(Math.floorMod(whole, 1L << 34), Math.floorMod(whole, 1_000_000_000)));

        var stored = Value.document(sample);

        assertThat(Json.read(Documents.tree(stored), Sample.class)).isEqualTo(sample);
        assertThat(stored.m().values()).as("what is empty").noneMatch(value -> Boolean.TRUE.equals(value.nul()));
    }

    @Property(tries = 200)
    void places_anyTimes_sortAsTheTimes(@ForAll long one, @ForAll long other) {
        var first = Instant.ofEpochSecond(Math.floorMod(one, 1L << 37), Math.floorMod(one, 1_000_000_000));
        var second = Instant.ofEpochSecond(Math.floorMod(other, 1L << 37), Math.floorMod(other, 1_000_000_000));

        assertThat(Integer.signum(Places.time(first).compareTo(Places.time(second))))
                .isEqualTo(Integer.signum(first.compareTo(second)));
        assertThat(Instant.parse(Places.time(first))).isEqualTo(first);
        assertThat(Places.timeAndId(first, "x"))
                .isGreaterThan(Places.time(first))
                .isLessThan(Places.justAfter(first))
                .isLessThan(Places.time(first.plusNanos(1)));
    }

    @Property(tries = 200)
    void places_anyNumbers_sortAsTheNumbers(@ForAll long one, @ForAll long other) {
        long first = one & Long.MAX_VALUE;
        long second = other & Long.MAX_VALUE;

        assertThat(Integer.signum(Places.number(first).compareTo(Places.number(second))))
                .isEqualTo(Long.compare(first, second));
    }
}
