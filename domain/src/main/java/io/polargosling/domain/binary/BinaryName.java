package io.polargosling.domain.binary;

import io.polargosling.domain.object.ObjectKey;
import java.util.Locale;
import java.util.Optional;

/** A program that is kept in several versions. */
public enum BinaryName {
    GOSLING,
    OPENTOFU,
    GITLAB_RUNNER;

    /** The word used in rows and paths, such as {@code gitlab-runner}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name of its file, such as {@code tofu}. */
    public String file() {
        return switch (this) {
            case GOSLING -> "gosling";
            case OPENTOFU -> "tofu";
            case GITLAB_RUNNER -> "gitlab-runner";
        };
    }

    /**
     * Where a build of it lies in the object store, such as {@code tofu/1.12.6/linux-amd64/tofu}. No key has a plus sign;
     * the underscore that stands for it is in no version.
     */
    public ObjectKey key(BinaryBuild build) {
        return ObjectKey.of(file() + "/" + build.version().replace('+', '_') + "/" + build.platform() + "/" + file());
    }

    /** What rows of audit and findings call it, such as {@code binary/opentofu}. */
    public String resource() {
        return "binary/" + word();
    }

    /** The program called {@code word}, or empty. */
    public static Optional<BinaryName> parse(String word) {
        for (var name : values()) {
            if (name.word().equals(word)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }
}
