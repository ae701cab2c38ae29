package io.polargosling.secrets;

import com.github.benmanes.caffeine.cache.Ticker;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.settings.Settings;
import java.util.Optional;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The keystore of the data folder, unless the program brings other secrets. */
@AutoConfiguration(afterName = "io.polargosling.settings.SettingsAutoConfiguration")
class SecretsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Secrets secrets(Settings settings) {
        var passphrase = Optional.ofNullable(System.getenv("GOSLING_KEYSTORE_PASSPHRASE"))
                .map(SecretValue::of);
        return CachedSecrets.of(LocalSecrets.open(settings.dataFolder(), passphrase, false), Ticker.systemTicker());
    }
}
