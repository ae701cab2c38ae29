package io.polargosling.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.store.Storage;
import io.polargosling.storage.jdbc.ydbdouble.YdbDouble;
import io.polargosling.testkit.contract.Faults;
import io.polargosling.testkit.contract.StoppableDatabase;
import io.polargosling.testkit.contract.StorageContractSuite;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/**
 * Every contract on YDB's driver and a stand-in for its server, which refuses each statement that YDB would; the
 * forms of all that were sent are printed with {@code -Dgosling.print-statements=true}.
 */
class YdbDoubleContractTest extends StorageContractSuite {

    /** Serves all tests, since making all tables takes longer than most of them. */
    private static final YdbDouble SHARED = YdbDouble.create();

    private static final Storage STORAGE = JdbcStorage.open(SHARED.url());

    @Override
    protected Storage newStorage() {
        SHARED.empty();
        return KeptOpen.of(STORAGE);
    }

    @Override
    protected Storage newStorage(Faults faults) {
        SHARED.empty();
        return FaultyDatabase.open(SHARED.url(), faults);
    }

    @Override
    protected StoppableDatabase newDatabase() {
        var database = YdbDouble.create();
        database.hide();
        return new Hidden(database);
    }

    /** A database that is reachable while its server knows its name. */
    private record Hidden(YdbDouble database) implements StoppableDatabase {

        @Override
        public Storage open() {
            return JdbcStorage.open(database.url());
        }

        @Override
        public void start() {
            database.show();
        }

        @Override
        public void stop() {
            database.hide();
        }

        @Override
        public void close() {
            database.close();
        }
    }

    /** What no statement of the stores may be: one that YDB refuses, or one that a value was written into. */
    @AfterAll
    static void everyStatement_sentByTheContracts_keepsTheRules() {
        STORAGE.close();
        var sent = SHARED.recording();
        if (Boolean.getBoolean("gosling.print-statements")) {
            print(sent.accepted());
        }
        assertThat(sent.refused()).isEmpty();
        assertThat(sent.accepted())
                .filteredOn(form -> !form.startsWith("CREATE") && !form.contains("flyway"))
                .hasSizeGreaterThan(100)
                .allSatisfy(form -> assertThat(form).doesNotContain("'", "\""));
    }

    @SuppressWarnings("SystemOut") // Asked for by the one who runs the tests.
    private static void print(List<String> forms) {
        forms.forEach(System.out::println);
    }
}
