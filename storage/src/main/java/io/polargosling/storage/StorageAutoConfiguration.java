package io.polargosling.storage;

import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import io.polargosling.storage.jdbc.JdbcStorage;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The embedded storage in the data folder, unless the program brings its own. */
@AutoConfiguration(afterName = "io.polargosling.settings.SettingsAutoConfiguration")
class StorageAutoConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Storage storage(Settings settings) {
        return JdbcStorage.embedded(settings.dataFolder());
    }
}
