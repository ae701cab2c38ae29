package io.polargosling.api.webhook;

import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.secret.SecretUri;

/** What a webhook may be for. */
sealed interface HookTarget {

    /** Where the secret lies that proves a webhook for it. */
    SecretUri secret();

    /** What deliveries to it are told apart by, on one server. */
    String key();

    /** A project or group an egg answers for. */
    record OfEgg(EggTarget target) implements HookTarget {

        /** What the keys of all targets of the egg called {@code name} begin with. */
        static String prefix(String name) {
            return "egg/" + name + "/";
        }

        @Override
        public SecretUri secret() {
            return target.webhookSecret();
        }

        @Override
        public String key() {
            return prefix(target.egg().value())
                    + switch (target.scope()) {
                        case TargetScope.Project project -> "project/" + project.id();
                        case TargetScope.Group group -> "group/" + group.id();
                    };
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
