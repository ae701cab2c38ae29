package io.polargosling.storage.jdbc;

import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.operation.OperationStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** Operations. */
final class JdbcOperationStore implements OperationStore {

    private final Database database;

    JdbcOperationStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Operation> find(UUID id) {
        return database.read(
                "reading operation " + id,
                db -> db.sql("SELECT * FROM operations WHERE id = ?")
                        .params(id.toString())
                        .query(JdbcOperationStore::operation)
                        .optional());
    }

    @Override
    public void save(Operation operation) {
        database.change(
                "writing operation " + operation.id(),
                db -> Row.of("operations")
                        .key("id", operation.id())
                        .set("type", operation.type())
                        .set("status", operation.status().word())
                        .set("actor", operation.actor())
                        .set("problem", operation.problem())
                        .set("created_at", operation.createdAt())
                        .set("finished_at", operation.finishedAt())
                        .save(db));
    }

    private static Operation operation(ResultSet row, int number) throws SQLException {
        var cells = new Cells(row);
        return new Operation(
                cells.id("id"),
                cells.text("type"),
                Operation.Status.of(cells.text("status")),
                cells.text("actor"),
                cells.optionalText("problem"),
                cells.time("created_at"),
                cells.optionalTime("finished_at"));
    }
}
