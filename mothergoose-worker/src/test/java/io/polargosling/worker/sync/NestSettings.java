package io.polargosling.worker.sync;

import io.polargosling.settings.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings of a worker that follows a Nest. */
final class NestSettings {

    private NestSettings() {}

    /** Of no Nest. */
    static Settings of(Path data) {
        return bind(Map.of("gosling.data", data.toString()));
    }

    /** The data folder, the address, and keys below {@code gosling} with their values. */
    static Settings of(Path data, String url, String... more) {
        var values = new HashMap<>(Map.of("gosling.data", data.toString(), "gosling.nest.url", url));
        for (int i = 0; i < more.length; i += 2) {
            values.put("gosling." + more[i], more[i + 1]);
        }
        return bind(values);
    }

    private static Settings bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("gosling", Bindable.of(Settings.class));
    }
}
