package io.polargosling.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.storage.jdbc.JdbcStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Test
    void context_urlOfAnotherType_failsAndShowsNoPassword(@TempDir Path data) throws Exception {
        context(data)
                .withPropertyValues("gosling.store.type=postgresql", "gosling.store.url=jdbc:h2:mem:x;PASSWORD=quay")
                .run(started -> assertThat(started)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("jdbc:postgresql:")
                        .hasMessageNotContaining("quay"));
    }

    @Test
    void context_noUrlForAServer_failsAndNamesTheSetting(@TempDir Path data) throws Exception {
        context(data)
                .withPropertyValues("gosling.store.type=postgresql")
                .run(started -> assertThat(started)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("gosling.store.url"));
    }

    @Test
    void context_prefixForAnSqlDatabase_failsAndNamesTheSetting(@TempDir Path data) throws Exception {
        context(data)
                .withPropertyValues("gosling.store.url=jdbc:h2:mem:x", "gosling.store.prefix=team-")
                .run(started -> assertThat(started)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("gosling.store.prefix"));
    }

    @Test
    void context_secretUri_isReadAtTheFirstUse(@TempDir Path data) throws Exception {
        var secrets = new OneSecret("jdbc:h2:mem:" + UUID.randomUUID());
        context(data)
                .withPropertyValues("gosling.store.url=local://gosling/database")
                .withBean(Secrets.class, () -> secrets)
                .run(started -> {
                    var storage = started.getBean(Storage.class);
                    assertThat(secrets.reads).hasValue(0);
                    storage.check();
                    storage.check();
                    assertThat(secrets.reads).hasValue(1);
                    assertThat(data.resolve("store.mv.db")).doesNotExist();
                });
    }

    @Test
    void context_dynamodb_isOpenedWithoutACallAndUnavailableWhileThereIsNone(@TempDir Path data) throws Exception {
        context(data)
                .withPropertyValues("gosling.store.type=dynamodb", "gosling.store.prefix=dev-")
                .withSystemProperties(
                        // Nothing listens on the port called discard.
                        "aws.endpointUrlDynamodb=http://127.0.0.1:9",
                        "aws.region=eu-central-1",
                        "aws.accessKeyId=x",
                        "aws.secretAccessKey=x")
                .run(started -> {
                    var storage = started.getBean(Storage.class);
                    assertThatThrownBy(storage::check).isInstanceOf(UnavailableException.class);
                });
    }

    /** A backend with the secret {@code local://gosling/database}. */
    private static final class OneSecret implements Secrets {

        private final AtomicInteger reads = new AtomicInteger();
        private final String value;

        OneSecret(String value) {
            this.value = value;
        }

        @Override
        public Optional<SecretValue> find(SecretUri uri) {
            reads.incrementAndGet();
            return Optional.of(SecretValue.of(value)).filter(_ -> uri.key().equals("database"));
        }

        @Override
        public List<SecretValue> accepted(SecretUri uri) {
            return find(uri).stream().toList();
        }

        @Override
        public SecretValue read(SecretUri uri, String place) {
            return find(uri).orElseThrow();
        }

        @Override
        public void write(SecretUri uri, SecretValue changed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SecretValue createIfAbsent(SecretUri uri, SecretValue other) {
            return read(uri, "");
        }
    }
}
