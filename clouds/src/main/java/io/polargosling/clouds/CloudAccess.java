package io.polargosling.clouds;

import io.polargosling.domain.inventory.Cloud;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * The clouds as the domain's ports. What is shown and touched are the machines of one Nest only, by their labels
 * {@code gosling-managed}, {@code gosling-nest} and {@code gosling-runner}. Nothing is asked before the first call.
 *
 * <p>A machine is gone for whoever lists when it lies in a place that is not listed. So the places given must be those of
 * every runner that lives, not only those where new ones are made.
 */
public final class CloudAccess {

    private CloudAccess() {}

    /**
     * AWS, with the credentials that the SDK finds: environment, web identity, profile, container, machine.
     *
     * @param nest value of the label {@code gosling-nest}
     * @param regions to look in, asked with each listing; without one there is nothing, and AWS is not called
     */
    public static Cloud aws(String nest, Supplier<Set<String>> regions) {
        return aws(nest, regions, DefaultCredentialsProvider.builder().build(), Optional.empty());
    }

    /** As {@link #aws(String, Supplier)}, elsewhere. */
    static Cloud aws(
            String nest, Supplier<Set<String>> regions, AwsCredentialsProvider credentials, Optional<URI> endpoint) {
        var known = new AwsRegions(regions, credentials, endpoint);
        return new Cloud(new AwsInventory(known, new Labels(nest)), new AwsPower(known));
    }

    /**
     * Yandex Cloud.
     *
     * @param nest value of the label {@code gosling-nest}
     * @param folders to look in, by id, asked with each listing; without one there is nothing, and Yandex is not called
     */
    public static Cloud yandex(String nest, Supplier<Set<String>> folders, YandexLogin login) {
        return yandex(nest, folders, login, YandexEndpoints.PUBLIC, InstantSource.system());
    }

    /** As {@link #yandex(String, Supplier, YandexLogin)}, elsewhere. */
    static Cloud yandex(
            String nest,
            Supplier<Set<String>> folders,
            YandexLogin login,
            YandexEndpoints endpoints,
            InstantSource clock) {
        var web = new Web();
        var api = new YandexApi(web, new IamTokens(login, endpoints, web, clock));
        var instances = YandexItems.instances(api, endpoints.compute());
        var containers = YandexItems.containers(api, endpoints.containers());
        return new Cloud(
                new YandexInventory(instances, containers, new Labels(nest), folders),
                new YandexPower(instances, containers, api, endpoints.operations()));
    }
}
