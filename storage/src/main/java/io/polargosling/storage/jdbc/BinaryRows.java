package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.binary.ActiveBinary;
import io.polargosling.domain.binary.BinaryBuild;
import io.polargosling.domain.binary.BinaryId;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.binary.BinaryVersion;
import java.sql.SQLException;
import java.util.Optional;

/** The rows of stored builds, a table per program, and the one row per program that names the active build. */
final class BinaryRows {

    static final Table GOSLING = builds("gosling_version");
    static final Table OPENTOFU = builds("tofu_versions");
    static final Table GITLAB_RUNNER = builds("agent_version");

    static final Table ACTIVE = Table.of("binary_active")
            .key(TEXT, "binary_name")
            .with(TEXT, "version_id", "previous_version_id", "changed_by")
            .with(TIME, "changed_at");

    private BinaryRows() {}

    private static Table builds(String name) {
        return Table.of(name)
                .key(TEXT, "version_id")
                .with(TEXT, "version", "os_arch", "source", "s3_path", "sha256_hash", "uploaded_by")
                .with(TIME, "downloaded_at", "activated_at");
    }

    static Table table(BinaryName binary) {
        return switch (binary) {
            case GOSLING -> GOSLING;
            case OPENTOFU -> OPENTOFU;
            case GITLAB_RUNNER -> GITLAB_RUNNER;
        };
    }

    static Select byId(BinaryName binary, BinaryId id) {
        return table(binary).select().where("version_id", id.value());
    }

    static Optional<ActiveBinary> lockActive(Session db, BinaryName binary) {
        return db.find(active(binary).lock(), BinaryRows::active);
    }

    static Select active(BinaryName binary) {
        return ACTIVE.select().where("binary_name", binary.word());
    }

    static Row row(BinaryVersion build) {
        return table(build.binary())
                .row()
                .set("version_id", build.id().value())
                .set("version", build.build().version())
                .set("os_arch", build.build().platform())
                .set("source", build.source())
                .set("s3_path", build.content().path())
                .set("sha256_hash", build.content().sha256())
                .set("downloaded_at", build.added().at())
                .set("uploaded_by", build.added().by())
                .set("activated_at", build.activatedAt());
    }

    static Row row(ActiveBinary active) {
        return ACTIVE.row()
                .set("binary_name", active.binary().word())
                .set("version_id", active.current().value())
                .set("previous_version_id", active.previous().map(BinaryId::value))
                .set("changed_at", active.changedAt())
                .set("changed_by", active.changedBy());
    }

    static Session.Mapping<BinaryVersion> build(BinaryName binary) {
        return cells -> new BinaryVersion(
                binary,
                new BinaryBuild(cells.text("version"), cells.text("os_arch")),
                cells.text("source"),
                new BinaryVersion.Content(cells.text("s3_path"), cells.text("sha256_hash")),
                new BinaryVersion.Added(cells.time("downloaded_at"), cells.text("uploaded_by")),
                cells.optionalTime("activated_at"));
    }

    static ActiveBinary active(Cells cells) throws SQLException {
        return new ActiveBinary(
                BinaryName.parse(cells.text("binary_name")).orElseThrow(),
                BinaryId.of(cells.text("version_id")),
                cells.optionalText("previous_version_id").map(BinaryId::of),
                cells.time("changed_at"),
                cells.text("changed_by"),
                cells.number(Table.VERSION));
    }
}
