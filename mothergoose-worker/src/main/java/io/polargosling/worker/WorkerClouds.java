package io.polargosling.worker;

import io.polargosling.clouds.CloudAccess;
import io.polargosling.clouds.YandexLogin;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.inventory.Clouds;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import io.polargosling.worker.inventory.CloudPlaces;
import io.polargosling.worker.inventory.LocalHost;
import io.polargosling.worker.inventory.LocalInventory;
import io.polargosling.worker.render.CloudFacts;
import io.polargosling.worker.tofu.CloudSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** The clouds that the worker reaches. None is called before something is known to be in it. */
final class WorkerClouds {

    private WorkerClouds() {}

    /** @param environment of this process, which may say who it is in a cloud */
    static Clouds of(LocalHost host, Storage storage, Settings settings, Map<String, String> environment) {
        var nest = CloudFacts.nestOf(CloudSources.nestUrl(settings));
        var places = new CloudPlaces(storage);
        return Clouds.of(Map.of(
                CloudProvider.LOCAL,
                LocalInventory.cloud(host),
                CloudProvider.AWS,
                CloudAccess.aws(nest, () -> places.regions(CloudProvider.AWS)),
                CloudProvider.YANDEX,
                CloudAccess.yandex(nest, () -> folders(places, storage, settings), login(environment))));
    }

    /** The one folder in which runners are made, once an egg or a runner is at Yandex Cloud. */
    private static Set<String> folders(CloudPlaces places, Storage storage, Settings settings) {
        return places.regions(CloudProvider.YANDEX).isEmpty()
                ? Set.of()
                : CloudSources.facts(storage, settings, "")
                        .folder()
                        .map(Set::of)
                        .orElse(Set.of());
    }

    /** As OpenTofu's provider: a token or a key that the environment names, else the account of this machine. */
    private static YandexLogin login(Map<String, String> environment) {
        var token = environment.getOrDefault("YC_TOKEN", "");
        var key = environment.getOrDefault("YC_SERVICE_ACCOUNT_KEY_FILE", "");
        if (!token.isBlank()) {
            return new YandexLogin.IamToken(() -> SecretValue.of(token));
        }
        return key.isBlank()
                ? new YandexLogin.OfThisMachine()
                : new YandexLogin.ServiceAccountKey(() -> SecretValue.of(read(Path.of(key))));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UnavailableException(
                    "reading the key that YC_SERVICE_ACCOUNT_KEY_FILE names: " + e.getMessage(), e);
        }
    }
}
