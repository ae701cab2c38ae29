package io.polargosling.storage;

import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import io.polargosling.storage.dynamodb.DynamoDbStorage;
import io.polargosling.storage.envelope.Envelope;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.storage.object.NestBuckets;
import io.polargosling.storage.object.ObjectStorage;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The storage that the settings name, by default a file in the data folder, unless the program brings its own. */
@AutoConfiguration(
        afterName = {
            "io.polargosling.settings.SettingsAutoConfiguration",
            "io.polargosling.secrets.SecretsAutoConfiguration"
        })
class StorageAutoConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Storage storage(Settings settings, ObjectProvider<Secrets> secrets, ObjectProvider<InstantSource> clock) {
        return new SealedStorage(database(settings, secrets), envelope(settings.store(), secrets, clock));
    }

    /** Its objects lie in the data folder, but in the bucket of the Nest where several hosts share a database. */
    @Bean
    @ConditionalOnMissingBean
    BinaryLibrary binaryLibrary(Storage storage, Settings settings, ObjectProvider<InstantSource> clock) {
        var folder = settings.dataFolder().resolve("binaries");
        var objects = settings.store().type() == Settings.Store.Type.H2
                ? ObjectStorage.files(folder)
                : ObjectStorage.chosen(new NestBuckets(storage.infrastructure())::binaries, folder);
        return new BinaryLibrary(storage.binaries(), objects, clock.getIfAvailable(InstantSource::system));
    }

    private static Optional<Envelope> envelope(
            Settings.Store store, ObjectProvider<Secrets> secrets, ObjectProvider<InstantSource> clock) {
        if (!(SecretUri.parse(store.dataKeys()) instanceof SecretUri.Parsed.Valid(var uri))) {
            throw new InvalidException("reading gosling.store.data-keys: not a secret URI (expected: one such as"
                    + " local://gosling/data-keys)");
        }
        return Optional.ofNullable(secrets.getIfAvailable())
                .map(source -> Envelope.of(source, uri, clock.getIfAvailable(InstantSource::system)));
    }

    private static Storage database(Settings settings, ObjectProvider<Secrets> secrets) {
        var store = settings.store();
        return switch (store.type()) {
            case H2 ->
                store.url().isEmpty()
                        ? JdbcStorage.embedded(settings.dataFolder(), store.poolSize())
                        : sql(store, secrets);
            case POSTGRESQL, YDB -> sql(store, secrets);
            case DYNAMODB -> DynamoDbStorage.open(DynamoDbStorage.Options.of(store.prefix(), store.poolSize()));
        };
    }

    private static Storage sql(Settings.Store store, ObjectProvider<Secrets> secrets) {
        if (!store.prefix().isEmpty()) {
            throw new InvalidException(
                    "setting gosling.store.prefix to \"" + store.prefix()
                            + "\": an SQL database has no use for it (expected: none; a database of its own keeps tables apart)");
        }
        var url = store.url().orElseThrow(() -> unusable(store, "it is not set"));
        if (url.startsWith("jdbc:")) {
            return JdbcStorage.open(checked(url, store), store.poolSize());
        }
        if (!(SecretUri.parse(url) instanceof SecretUri.Parsed.Valid(var uri))) {
            throw unusable(store, "it is neither");
        }
        var source = secrets.getIfAvailable(() -> {
            throw unusable(store, "it is a secret URI, and this program reads no secrets");
        });
        return JdbcStorage.open(
                () -> checked(source.read(uri, "gosling.store.url").reveal(), store), store.poolSize());
    }

    private static String checked(String url, Settings.Store store) {
        if (!url.startsWith(scheme(store))) {
            throw unusable(store, "it is the URL of another database");
        }
        return url;
    }

    private static InvalidException unusable(Settings.Store store, String why) {
        return new InvalidException("reading gosling.store.url: " + why + " (expected: " + scheme(store)
                + "… or the secret URI of one, since gosling.store.type is "
                + store.type().name().toLowerCase(Locale.ROOT) + ")");
    }

    private static String scheme(Settings.Store store) {
        return "jdbc:" + store.type().name().toLowerCase(Locale.ROOT) + ":";
    }
}
