package io.polargosling.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2FileTest {

    @TempDir
    private Path folder;

    @Test
    void of_path_isDurableAndBearsInterrupts() {
        assertThat(H2File.of(Path.of("/data/x/../store")).url())
                .startsWith("jdbc:h2:async:/data/store;")
                .contains(";WRITE_DELAY=0", ";DB_CLOSE_ON_EXIT=FALSE", ";TRACE_LEVEL_FILE=0");
    }

    @Test
    void of_pathWithSemicolon_isInvalid() {
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> H2File.of(Path.of("/data/a;INIT=x")))
                .withMessageContaining("a;INIT=x")
                .withMessageContaining("semicolon");
    }

    @Test
    void parse_optionsOfItsOwn_areKept() {
        assertThat(H2File.parse("jdbc:h2:file:/x;write_delay=5;RETENTION_TIME=0")
                        .url())
                .startsWith("jdbc:h2:file:/x;write_delay=5;RETENTION_TIME=0;")
                .doesNotContain("WRITE_DELAY=0");
    }

    @Test
    void parse_noFile_isInvalidAndShowsNothing() {
        for (var url : new String[] {"jdbc:h2:mem:quay", "jdbc:oracle://u:quay@host/x"}) {
            assertThatExceptionOfType(InvalidException.class)
                    .isThrownBy(() -> H2File.parse(url))
                    .withMessageNotContaining("quay");
        }
    }

    @Test
    void recover_noFile_makesNone() {
        H2File.of(folder.resolve("none")).recover();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void recover_closedFile_keepsItsRows() throws SQLException {
        var file = H2File.of(folder.resolve("данные гуся"));
        sql(file, "CREATE TABLE t AS SELECT x FROM SYSTEM_RANGE(1, 1000)");
        file.recover();
        file.recover();
        assertThat(sql(file, "DELETE FROM t")).isEqualTo(1000);
    }

    @Test
    void recover_fileOpen_isUnavailableUntilItIsClosed() throws SQLException {
        var file = H2File.of(folder.resolve("store"));
        try (var _ = DriverManager.getConnection(file.url())) {
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(file::recover);
        }
        assertThatCode(file::recover).doesNotThrowAnyException();
    }

    @Test
    void recover_otherContents_isUnavailable() throws IOException {
        Files.writeString(folder.resolve("store.mv.db"), "no database\n".repeat(1000));
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(H2File.of(folder.resolve("store"))::recover)
                .withMessageContaining("cannot be read");
    }

    private static int sql(H2File file, String text) throws SQLException {
        try (var connection = DriverManager.getConnection(file.url());
                var statement = connection.createStatement()) {
            return statement.executeUpdate(text);
        }
    }
}
