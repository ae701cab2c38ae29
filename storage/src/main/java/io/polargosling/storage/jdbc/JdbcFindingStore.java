package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.FindingStore;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.problem.StandingFinding;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;

/** Findings that stand. */
final class JdbcFindingStore implements FindingStore {

    static final Table TABLE = Table.of("findings")
            .key(TEXT, "resource", "code")
            .with(TEXT, "severity", "place", "message", "advice")
            .with(TIME, "first_seen", "last_seen");

    private final Database database;

    JdbcFindingStore(Database database) {
        this.database = database;
    }

    @Override
    public Page<StandingFinding> ofResource(String resource, PageRequest page) {
        int limit = Cursor.limit(page);
        var rows =
                ofResource(resource).above("code", Cursor.key(page).orElse("")).limit(limit + 1);
        var found = database.read(
                "listing the findings of \"" + resource + "\"", db -> db.list(rows, JdbcFindingStore::finding));
        return NewestFirst.cut(
                found, limit, standing -> Cursor.encode(standing.finding().code()));
    }

    @Override
    public Page<StandingFinding> ofSeverity(Severity severity, PageRequest page) {
        int limit = Cursor.limit(page);
        var rows = TABLE.select().by("findings_severity").where("severity", word(severity));
        // A code has no space, which a resource may have.
        Cursor.pair(page).ifPresent(last -> rows.beyond("resource", last.second(), "code", last.first()));
        var found = database.read(
                "listing findings",
                db -> db.list(rows.rising("resource", "code").limit(limit + 1), JdbcFindingStore::finding));
        return NewestFirst.cut(
                found,
                limit,
                standing -> new Cursor.Pair(
                                standing.finding().code(), standing.finding().subject())
                        .text());
    }

    @Override
    public StandingFinding report(Finding finding, Instant now) {
        return database.write("reporting " + finding.code() + " of \"" + finding.subject() + "\"", db -> {
            var stored = db.find(byKey(finding.subject(), finding.code()).lock(), JdbcFindingStore::finding);
            var standing = stored.map(known -> known.seenAgain(finding, now))
                    .orElseGet(() -> new StandingFinding(finding, now, now));
            if (stored.isPresent()) {
                db.update(row(standing));
            } else {
                db.insert(row(standing));
            }
            return standing;
        });
    }

    @Override
    public boolean clear(String resource, String code) {
        return database.write("clearing " + code + " of \"" + resource + "\"", db -> {
            boolean stands = db.find(byKey(resource, code).only("code").lock(), cells -> cells.text("code"))
                    .isPresent();
            db.delete(key(resource, code));
            return stands;
        });
    }

    @Override
    public int clearUnseen(String resource, Instant limit, int atMost) {
        var old = ofResource(resource).only("code").below("last_seen", limit);
        return database.write(
                "clearing old findings of \"" + resource + "\"",
                db -> Expiry.delete(db, old, atMost, cells -> key(resource, cells.text("code"))));
    }

    /** What stands against the resource, by code. */
    static Select ofResource(String resource) {
        return TABLE.select().where("resource", resource).rising("code");
    }

    static StandingFinding finding(Cells cells) throws SQLException {
        var finding = new Finding(
                Severity.valueOf(cells.text("severity").toUpperCase(Locale.ROOT)),
                cells.text("code"),
                Json.read(cells.text("place"), Place.class),
                cells.text("resource"),
                cells.text("message"),
                cells.optionalText("advice"));
        return new StandingFinding(finding, cells.time("first_seen"), cells.time("last_seen"));
    }

    private static Select byKey(String resource, String code) {
        return TABLE.select().where("resource", resource).where("code", code);
    }

    private static Row key(String resource, String code) {
        return TABLE.row().set("resource", resource).set("code", code);
    }

    private static Row row(StandingFinding standing) {
        var finding = standing.finding();
        return key(finding.subject(), finding.code())
                .set("severity", word(finding.severity()))
                .set("place", Json.write(finding.place()))
                .set("message", finding.message())
                .set("advice", finding.advice())
                .set("first_seen", standing.firstSeen())
                .set("last_seen", standing.lastSeen());
    }

    private static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
