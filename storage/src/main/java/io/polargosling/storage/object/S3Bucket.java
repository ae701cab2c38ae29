package io.polargosling.storage.object;

import java.net.URI;
import java.util.Optional;

/**
 * A bucket that exists already. Credentials come from the SDK's own chain: environment, profile, the machine's role.
 *
 * @param prefix what all keys begin with; empty, or ending with a slash
 * @param endpoint of another store than AWS, such as {@code https://storage.yandexcloud.net}
 */
public record S3Bucket(String name, String prefix, String region, Optional<URI> endpoint) {

    public S3Bucket {
        if (!prefix.isEmpty() && !prefix.endsWith("/")) {
            throw new IllegalArgumentException("prefix \"" + prefix + "\" (expected: empty, or ending with a slash)");
        }
    }
}
