package io.polargosling.settings;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.IgnoreTopLevelConverterNotFoundBindHandler;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Binds {@link Settings} from Spring's environment. */
@AutoConfiguration
class SettingsAutoConfiguration {

    @Bean
    Settings settings(Environment environment) {
        // Environment variables are left out of the check: GOSLING_KEYSTORE_PASSPHRASE is one and no setting.
        var handler = new NoUnboundElementsBindHandler(
                new IgnoreTopLevelConverterNotFoundBindHandler(), new UnboundElementsSourceFilter());
        return Binder.get(environment).bindOrCreate("gosling", Bindable.of(Settings.class), handler);
    }
}
