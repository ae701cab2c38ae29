package io.polargosling.storage.dynamodb;

import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.FindingStore;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.problem.StandingFinding;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Findings that stand, in the partition of what they concern. */
final class DynamoDbFindingStore implements FindingStore {

    // Below every character of a resource, so that resources come in their own order.
    private static final char BETWEEN = '\t';

    private final Table table;

    DynamoDbFindingStore(Table table) {
        this.table = table;
    }

    @Override
    public Page<StandingFinding> ofResource(String resource, PageRequest page) {
        return new Listing<>(table, List.of(standing(resource)), item -> Optional.of(finding(item)))
                .page("listing the findings of \"" + resource + "\"", page, Cursor.place(page));
    }

    /** What stands against the resource, by code. */
    private static Query standing(String resource) {
        return Query.of(Index.TABLE, Keys.findings(resource), Keys.FINDING, Query.ALL);
    }

    @Override
    public Page<StandingFinding> ofSeverity(Severity severity, PageRequest page) {
        return Listing.rising(
                        table,
                        Index.LIST_1,
                        ofSeverity(severity),
                        item -> Optional.of(finding(item))
                                .filter(standing -> standing.finding().severity() == severity))
                .page("listing findings", page, Cursor.place(page));
    }

    @Override
    public StandingFinding report(Finding finding, Instant now) {
        String what = "reporting " + finding.code() + " of \"" + finding.subject() + "\"";
        var key = Keys.finding(finding.subject(), finding.code());
        return table.write(what, transaction -> {
            var stored = table.get(what, key);
            var standing = stored.map(item -> finding(item).seenAgain(finding, now))
                    .orElseGet(() -> new StandingFinding(finding, now, now));
            long version = stored.map(Item::version).orElse(0L);
            transaction.put(
                    Item.at(key)
                            .version(version + 1)
                            .doc(standing)
                            .in(
                                    Index.LIST_1,
                                    ofSeverity(finding.severity()),
                                    Key.part(finding.subject()) + BETWEEN + Key.part(finding.code())),
                    Expression.atVersion(version));
            return standing;
        });
    }

    @Override
    public boolean clear(String resource, String code) {
        return table.remove(
                "clearing " + code + " of \"" + resource + "\"", Keys.finding(resource, code), Expression.present());
    }

    @Override
    public int clearUnseen(String resource, Instant limit, int atMost) {
        return Forgetting.of(
                        table,
                        "clearing old findings of \"" + resource + "\"",
                        row -> finding(row).lastSeen().isBefore(limit))
                .in(List.of(standing(resource)), atMost);
    }

    static StandingFinding finding(Item item) {
        return item.doc(StandingFinding.class);
    }

    private static String ofSeverity(Severity severity) {
        return "FINDINGS#" + severity.name().toLowerCase(Locale.ROOT);
    }
}
