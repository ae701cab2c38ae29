package io.polargosling.clouds;

import io.polargosling.domain.secret.SecretValue;
import java.util.function.Supplier;

/** Who this program is at Yandex Cloud. */
public sealed interface YandexLogin {

    /** The service account that is bound to the machine, or container, that this runs on. */
    record OfThisMachine() implements YandexLogin {}

    /**
     * A service account by its authorised key.
     *
     * @param json the key as {@code yc iam key create} writes it, asked for with each new token
     */
    record ServiceAccountKey(Supplier<SecretValue> json) implements YandexLogin {}

    /**
     * A token that somebody else keeps fresh.
     *
     * @param value asked for with each call
     */
    record IamToken(Supplier<SecretValue> value) implements YandexLogin {}
}
