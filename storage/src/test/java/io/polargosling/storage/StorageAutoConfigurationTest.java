package io.polargosling.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.store.Storage;
import io.polargosling.storage.jdbc.JdbcStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class StorageAutoConfigurationTest {

    private static ApplicationContextRunner context(Path data) throws ClassNotFoundException {
        return new ApplicationContextRunner()
                .withPropertyValues("gosling.data=" + data)
                .withConfiguration(AutoConfigurations.of(
                        StorageAutoConfiguration.class,
                        Class.forName("io.polargosling.settings.SettingsAutoConfiguration")));
    }

    @Test
    void imports_module_namesTheConfiguration() {
        assertThat(ImportCandidates.load(
                        org.springframework.boot.autoconfigure.AutoConfiguration.class,
                        getClass().getClassLoader()))
                .contains(StorageAutoConfiguration.class.getName());
    }

    @Test
    void context_dataFolder_holdsTheDatabaseAndIsClosed(@TempDir Path data) throws Exception {
        context(data).run(started -> {
            var storage = started.getBean(Storage.class);
            assertThat(data.resolve("store.mv.db")).doesNotExist();
            storage.check();
            assertThat(data.resolve("store.mv.db")).exists();
        });
        // Would be refused while the first context still had the file.
        try (var again = JdbcStorage.embedded(data)) {
            again.check();
        }
    }

    @Test
    void context_databaseCannotBeOpened_startsAndWorksOnceItCan(@TempDir Path folder) throws Exception {
        var data = Files.writeString(folder.resolve("data"), "a file where the folder should be");

        context(data).run(started -> {
            assertThat(started).hasNotFailed();
            var storage = started.getBean(Storage.class);
            assertThatThrownBy(storage::check)
                    .isInstanceOf(UnavailableException.class)
                    .hasCauseInstanceOf(Exception.class);
            assertThatThrownBy(() -> storage.eggs().dirty(1)).isInstanceOf(UnavailableException.class);

            mend(data);
            storage.check();
            assertThat(storage.eggs().dirty(1)).isEmpty();
        });
    }

    private static void mend(Path data) throws IOException {
        Files.delete(data);
        Files.createDirectory(data);
    }

    @Test
    void context_storageOfItsOwn_isLeftAlone(@TempDir Path data) throws Exception {
        try (var own = JdbcStorage.embedded(data)) {
            context(data)
                    .withBean("own", Storage.class, () -> own)
                    .run(started -> assertThat(started.getBean(Storage.class)).isSameAs(own));
        }
    }
}
