package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.operation.OperationStore;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** Operations. */
final class JdbcOperationStore implements OperationStore {

    static final Table TABLE = Table.of("operations")
            .key(TEXT, "id")
            .with(TEXT, "type", "status", "actor", "result", "problem")
            .with(TIME, "created_at", "finished_at");

    private final Database database;

    JdbcOperationStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Operation> find(UUID id) {
        return database.read(
                "reading operation " + id,
                db -> db.find(TABLE.select().where("id", id.toString()), JdbcOperationStore::operation));
    }

    @Override
    public void save(Operation operation) {
        database.change(
                "writing operation " + operation.id(),
                db -> db.save(TABLE.row()
                        .set("id", operation.id())
                        .set("type", operation.type())
                        .set("status", operation.status().word())
                        .set("actor", operation.actor())
                        .set("result", operation.result())
                        .set("problem", operation.problem())
                        .set("created_at", operation.createdAt())
                        .set("finished_at", operation.finishedAt())));
    }

    private static Operation operation(Cells cells) throws SQLException {
        return new Operation(
                cells.id("id"),
                cells.text("type"),
                Operation.Status.of(cells.text("status")),
                cells.text("actor"),
                cells.optionalText("result"),
                cells.optionalText("problem"),
                cells.time("created_at"),
                cells.optionalTime("finished_at"));
    }
}
