package io.polargosling.worker.render;

import io.polargosling.domain.secret.SecretValue;

/** What came of writing a machine's user data. */
public sealed interface UserData {

    /**
     * It is written.
     *
     * @param text begins with {@code #cloud-config}; the enrolment token is in it
     */
    record Written(SecretValue text) implements UserData {}

    /**
     * No machine can be made of the input.
     *
     * @param reason what is wrong, and what to do; holds no value of a variable
     */
    record Refused(String reason) implements UserData {}
}
