package io.polargosling.domain.inventory;

import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.FindingStore;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.problem.StandingFinding;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Machines that no live row speaks of, as findings, so that whoever sweeps next knows what was seen before:
 *
 * <pre>
 * orphans          orphan-ID           marked: was there in an earlier pass
 *                  confirmed-ID        an operator wants it deleted
 *                  mass-orphans        too many to be deleted without that
 * runner/ID        orphan-busy         GitLab shows a job on it
 * </pre>
 */
public final class OrphanBook {

    private static final String SUBJECT = "orphans";
    private static final String MARK = "orphan-";
    private static final String CONFIRMATION = "confirmed-";
    private static final String MASS = "mass-orphans";
    private static final String BUSY = "orphan-busy";
    private static final int PAGE = 500;

    private final FindingStore findings;

    /** The book that is kept in {@code findings}. */
    public OrphanBook(FindingStore findings) {
        this.findings = findings;
    }

    /**
     * A marked machine.
     *
     * @param what where it is, in words
     * @param confirmed whether an operator wants it deleted
     */
    public record Orphan(RunnerId runner, String what, Instant since, boolean confirmed) {}

    /** The marked ones, by id. */
    public Map<RunnerId, Orphan> marked() {
        var standing = standing();
        var marked = new TreeMap<RunnerId, Orphan>();
        for (var finding : standing) {
            about(MARK, finding).ifPresent(id -> marked.put(id, orphan(id, finding, standing)));
        }
        return marked;
    }

    private static Orphan orphan(RunnerId id, StandingFinding mark, List<StandingFinding> standing) {
        boolean confirmed =
                standing.stream().anyMatch(other -> other.finding().code().equals(CONFIRMATION + id));
        return new Orphan(id, mark.finding().message(), mark.firstSeen(), confirmed);
    }

    /** Marks a machine at its first sight. */
    public void mark(CloudResource machine, Instant now) {
        var where =
                machine.zone().or(machine::region).map(place -> " in " + place).orElse("");
        report(SUBJECT, MARK + machine.runner(), machine.provider().word() + " " + machine.cloudId() + where, now);
    }

    /** Forgets a machine that is gone or has a row. */
    public void forget(RunnerId runner) {
        boolean _ = findings.clear(SUBJECT, MARK + runner);
        boolean _ = findings.clear(SUBJECT, CONFIRMATION + runner);
        setBusy(runner, Optional.empty(), Instant.EPOCH);
    }

    /**
     * Writes down that these may be deleted, however many they are.
     *
     * @return those of them that are not marked, for which nothing was written
     */
    public List<RunnerId> confirm(Collection<RunnerId> runners, String author, Instant now) {
        var known = marked().keySet();
        var unknown = runners.stream().filter(id -> !known.contains(id)).toList();
        if (unknown.isEmpty()) {
            runners.forEach(id -> report(SUBJECT, CONFIRMATION + id, "confirmed by " + author, now));
        }
        return unknown;
    }

    /** Writes down that GitLab shows a job on the machine, or that it shows none. */
    public void setBusy(RunnerId runner, Optional<Long> job, Instant now) {
        if (job.isPresent()) {
            report("runner/" + runner, BUSY, "its machine has no live row and GitLab shows job " + job.get(), now);
        } else {
            boolean _ = findings.clear("runner/" + runner, BUSY);
        }
    }

    /** True while machines wait for an operator since they are too many. */
    public boolean isMass() {
        return standing().stream()
                .anyMatch(standing -> standing.finding().code().equals(MASS));
    }

    /** Writes down that nothing is deleted since these are too many; none for that it is so no longer. */
    public void setMass(Collection<RunnerId> tooMany, int of, Instant now) {
        if (tooMany.isEmpty()) {
            boolean _ = findings.clear(SUBJECT, MASS);
            return;
        }
        var text = tooMany.size() + " of " + of + " machines have no live row and would be deleted: "
                + String.join(
                        ", ", tooMany.stream().limit(100).map(RunnerId::value).toList());
        findings.report(
                new Finding(
                        Severity.ERROR,
                        MASS,
                        Place.ofFile(""),
                        SUBJECT,
                        text,
                        Optional.of("look whether the database is the right one, then confirm them")),
                now);
    }

    private void report(String subject, String code, String message, Instant now) {
        findings.report(new Finding(Severity.WARNING, code, Place.ofFile(""), subject, message, Optional.empty()), now);
    }

    private static Optional<RunnerId> about(String prefix, StandingFinding standing) {
        var code = standing.finding().code();
        return code.startsWith(prefix) && RunnerId.isValid(code.substring(prefix.length()))
                ? Optional.of(RunnerId.of(code.substring(prefix.length())))
                : Optional.empty();
    }

    private List<StandingFinding> standing() {
        var all = new ArrayList<StandingFinding>();
        Optional<String> cursor = Optional.empty();
        do {
            var page = findings.ofResource(SUBJECT, new PageRequest(PAGE, cursor));
            all.addAll(page.items());
            cursor = page.next();
        } while (cursor.isPresent());
        return all;
    }
}
