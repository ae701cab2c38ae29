package io.polargosling.clouds;

import java.net.URI;

/**
 * Where the services of Yandex Cloud answer.
 *
 * @param metadata of the machine that this runs on
 */
record YandexEndpoints(URI compute, URI containers, URI operations, URI iam, URI metadata) {

    static final YandexEndpoints PUBLIC = new YandexEndpoints(
            URI.create("https://compute.api.cloud.yandex.net"),
            URI.create("https://serverless-containers.api.cloud.yandex.net"),
            URI.create("https://operation.api.cloud.yandex.net"),
            URI.create("https://iam.api.cloud.yandex.net"),
            URI.create("http://169.254.169.254"));
}
