package io.polargosling.storage.jdbc.ydbdouble;

import java.util.UUID;
import tech.ydb.proto.StatusCodesProtos.StatusIds.StatusCode;

/**
 * One empty database on a server in this process that stands in for YDB.
 *
 * <p>The real driver talks to it over gRPC, so its parsing, its types, its exceptions and its update counts are the
 * real ones. Behind the wire is a small engine that takes only the forms of statements the stores use: it refuses any
 * other, every full scan, every sort under a LIMIT, every value of another type than its column's, and it makes
 * transactions as YDB does: none waits, the later of two that touch the same rows is ABORTED at its commit. Partitions,
 * timeouts and the cost of anything are not imitated.
 */
public final class YdbDouble implements AutoCloseable {

    private final String name = "double-" + UUID.randomUUID();
    private final Database database = new Database();
    private final Recording recording = new Recording();
    private final Faults faults = new Faults();

    private YdbDouble() {}

    /** A new database; the server starts with the first one. */
    public static YdbDouble create() {
        var made = new YdbDouble();
        DoubleServer.shared().add(made);
        return made;
    }

    /** The address for the driver. */
    public String url() {
        return "jdbc:ydb:grpc://localhost:" + DoubleServer.shared().port() + "/" + name;
    }

    /** What was sent to this database. */
    public Recording recording() {
        return recording;
    }

    /** Lets the next {@code times} statements whose form has this part fail. */
    public void failStatements(String part, StatusCode status, int times) {
        faults.add(statement -> statement.contains(part), status, times);
    }

    /** Lets the next {@code times} commits fail; nothing of them is kept. */
    public void failCommits(StatusCode status, int times) {
        faults.add("COMMIT"::equals, status, times);
    }

    /** Removes all rows, except the record of which tables were made; no transaction may be under way. */
    public void empty() {
        database.empty("flyway_schema_history");
    }

    /** Takes the database away from everyone, with its rows kept. */
    public void hide() {
        DoubleServer.shared().remove(this);
    }

    /** Brings it back. */
    public void show() {
        DoubleServer.shared().add(this);
    }

    /** Removes the database; whoever still uses it gets an error. */
    @Override
    public void close() {
        DoubleServer.shared().remove(this);
    }

    String name() {
        return name;
    }

    Database database() {
        return database;
    }

    /** Executes one statement of the text, which is recorded. */
    Result execute(Transaction transaction, String text, Arguments arguments) {
        try {
            faults.strike(Recording.form(text));
            var parsed = YqlParser.parse(text);
            Wire.checkDeclared(parsed.declared(), arguments);
            var result = database.execute(transaction, parsed.statement(), arguments);
            recording.accept(text);
            return result;
        } catch (YdbError e) {
            throw noted(text, e);
        }
    }

    void changeScheme(String text) {
        try {
            faults.strike(Recording.form(text));
            database.change(YqlParser.parse(text).statement());
            recording.accept(text);
        } catch (YdbError e) {
            throw noted(text, e);
        }
    }

    void commit(Transaction transaction) {
        if (transaction.hasWrites()) {
            faults.strike("COMMIT");
        }
        database.commit(transaction);
    }

    private YdbError noted(String text, YdbError error) {
        if (error.status() == StatusCode.GENERIC_ERROR || error.status() == StatusCode.SCHEME_ERROR) {
            recording.refuse(text, error.text());
        }
        return error;
    }
}
