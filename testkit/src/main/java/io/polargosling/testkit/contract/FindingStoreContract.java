package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.FindingStore;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.problem.StandingFinding;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.RowSamples;
import io.polargosling.testkit.gen.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link FindingStore} must do. */
public abstract class FindingStoreContract extends StoreContract {

    private static final Instant NOW = Samples.NOW;
    private static final String RESOURCE = "egg/web";

    private FindingStore findings() {
        return storage().findings();
    }

    private static Finding error(String code, String subject) {
        return RowSamples.finding(Severity.ERROR, code, subject);
    }

    private List<StandingFinding> ofResource(int limit, String resource) {
        return all(limit, page -> findings().ofResource(resource, page));
    }

    @Test
    void everyCall_emptyStore_findsNothing() {
        assertThat(ofResource(1, RESOURCE)).isEmpty();
        assertThat(findings().ofSeverity(Severity.ERROR, PageRequest.first(1)).items())
                .isEmpty();
        assertThat(findings().clear(RESOURCE, "x")).isFalse();
        assertThat(findings().clearUnseen(RESOURCE, NOW, 500)).isZero();
    }

    @Test
    void report_withAndWithoutAdvice_isReadBackEqual() {
        var bare = new Finding(
                Severity.WARNING, "orphan-busy", Place.ofFile(""), "runner/ж 🪿/\"x\"", "сообщение", Optional.empty());

        assertThat(findings().report(bare, NOW)).isEqualTo(new StandingFinding(bare, NOW, NOW));
        assertThat(ofResource(5, bare.subject())).containsExactly(new StandingFinding(bare, NOW, NOW));
    }

    @Test
    void report_again_keepsFirstSeenAndTakesTheNewText() {
        findings().report(error("no-capacity", RESOURCE), NOW);
        var changed = RowSamples.finding(Severity.WARNING, "no-capacity", RESOURCE);
        var standing = findings().report(changed, NOW.plusSeconds(60));

        assertThat(standing).isEqualTo(new StandingFinding(changed, NOW, NOW.plusSeconds(60)));
        assertThat(ofResource(5, RESOURCE)).containsExactly(standing);
        assertThat(all(5, page -> findings().ofSeverity(Severity.ERROR, page))).isEmpty();
        assertThat(all(5, page -> findings().ofSeverity(Severity.WARNING, page)))
                .containsExactly(standing);
    }

    @Test
    void report_clockWentBack_movesNoTime() {
        findings().report(error("x", RESOURCE), NOW);
        findings().report(error("x", RESOURCE), NOW.minusSeconds(60));

        assertThat(ofResource(5, RESOURCE)).containsExactly(new StandingFinding(error("x", RESOURCE), NOW, NOW));
    }

    @Test
    void report_racing_leavesOneRowSeenLast() throws Exception {
        Race.rounds(number -> {
            var resource = "egg/web-" + number;
            if (number % 2 == 0) {
                findings().report(error("x", resource), NOW);
            }

            Race.run(8, i -> () -> findings().report(error("x", resource), NOW.plusSeconds(i)));

            assertThat(ofResource(5, resource))
                    .extracting(StandingFinding::lastSeen)
                    .containsExactly(NOW.plusSeconds(7));
        });
    }

    @Test
    void ofResource_everyPageSize_givesEachOnceByCode() {
        for (var code : List.of("c", "a", "a-b", "b")) {
            findings().report(error(code, RESOURCE), NOW);
        }
        findings().report(error("a", "egg/web2"), NOW);

        for (int limit = 1; limit <= 5; limit++) {
            assertThat(ofResource(limit, RESOURCE))
                    .extracting(standing -> standing.finding().code())
                    .containsExactly("a", "a-b", "b", "c");
        }
    }

    @Test
    void ofSeverity_everyPageSize_givesEachOnce() {
        var expected = new ArrayList<StandingFinding>();
        for (var resource : List.of("egg/a b", "egg/a", "nest", "egg/🪿")) {
            expected.add(findings().report(error("y", resource), NOW));
            expected.add(findings().report(error("x", resource), NOW));
        }
        findings().report(RowSamples.finding(Severity.WARNING, "x", "egg/b"), NOW);

        for (int limit = 1; limit <= 9; limit++) {
            assertThat(all(limit, page -> findings().ofSeverity(Severity.ERROR, page)))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void clear_present_isGoneAndBeginsAnew() {
        findings().report(error("x", RESOURCE), NOW);
        findings().report(error("y", RESOURCE), NOW);

        assertThat(findings().clear(RESOURCE, "x")).isTrue();
        assertThat(findings().clear(RESOURCE, "x")).isFalse();
        assertThat(ofResource(5, RESOURCE)).hasSize(1);
        var later = NOW.plusSeconds(9);
        assertThat(findings().report(error("x", RESOURCE), later).firstSeen()).isEqualTo(later);
    }

    @Test
    void clearUnseen_someReportedSince_deletesTheOthersOfThatResource() {
        for (var code : List.of("a", "b", "c")) {
            findings().report(error(code, RESOURCE), NOW);
        }
        findings().report(error("a", "egg/other"), NOW);
        var later = NOW.plusSeconds(60);
        var kept = findings().report(error("b", RESOURCE), later);

        assertThat(findings().clearUnseen(RESOURCE, later, 1)).isEqualTo(1);
        assertThat(findings().clearUnseen(RESOURCE, later, 500)).isEqualTo(1);
        assertThat(findings().clearUnseen(RESOURCE, later, 500)).isZero();
        assertThat(ofResource(5, RESOURCE)).containsExactly(kept);
        assertThat(ofResource(5, "egg/other")).hasSize(1);
    }
}
