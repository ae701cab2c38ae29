package io.polargosling.domain.egg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JobFilterTest {

    @Provide
    Arbitrary<Set<String>> tagSets() {
        return Arbitraries.of("docker", "Docker", "linux", "гусь", "arm64")
                .set()
                .ofMaxSize(4);
    }

    @Property
    void P27_acceptedJob_hasOnlyTagsOfTheRunner(
            @ForAll("tagSets") Set<String> runner,
            @ForAll("tagSets") Set<String> job,
            @ForAll boolean untagged,
            @ForAll boolean protectedOnly,
            @ForAll boolean protectedRef) {
        var filter = new JobFilter(runner, untagged, protectedOnly);

        boolean tagsFit = job.isEmpty() ? untagged : runner.containsAll(job);
        assertThat(filter.accepts(job, protectedRef)).isEqualTo(tagsFit && (!protectedOnly || protectedRef));
    }

    @Property
    void P27_moreTagsOnTheRunner_neverLoseAJob(
            @ForAll("tagSets") Set<String> runner, @ForAll("tagSets") Set<String> job, @ForAll boolean untagged) {
        var more = new java.util.TreeSet<>(runner);
        more.add("one-more");
        if (new JobFilter(runner, untagged, false).accepts(job, true)) {
            assertThat(new JobFilter(more, untagged, false).accepts(job, true)).isTrue();
        }
    }

    @Example
    void accepts_untaggedJobOnATaggedRunner_needsTheWord() {
        assertThat(new JobFilter(Set.of("docker"), false, false).accepts(Set.of(), true))
                .isFalse();
        assertThat(new JobFilter(Set.of("docker"), true, false).accepts(Set.of(), true))
                .isTrue();
    }
}
