package io.polargosling.api.webhook;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.secret.SecretUri;

/** What a webhook may be for. */
sealed interface HookTarget {

    /** Where the secret lies that proves a webhook for it. */
    SecretUri secret();

    /** What deliveries to it are told apart by, on one server. */
    String key();

    /** A project an egg answers for. */
    record OfEgg(EggName egg, long projectId, SecretUri secret) implements HookTarget {
        @Override
        public String key() {
            return "egg/" + egg + "/project/" + projectId;
        }
    }

    /** The Nest's own project. */
    record Nest(String branch, SecretUri secret) implements HookTarget {
        @Override
        public String key() {
            return "nest";
        }
    }
}
