package io.polargosling.storage.mirror;

import io.polargosling.domain.problem.InvalidException;
import java.util.regex.Pattern;

/**
 * Where a provider comes from, such as {@code registry.opentofu.org/hashicorp/aws}. Each part is a safe name of a folder.
 *
 * @param host of the registry; it need not exist where nothing is downloaded
 */
public record ProviderAddress(String host, String namespace, String type) implements Comparable<ProviderAddress> {

    private static final Pattern HOST = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::[0-9]{1,5})?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?");

    public ProviderAddress {
        if (!HOST.matcher(host).matches()
                || !NAME.matcher(namespace).matches()
                || !NAME.matcher(type).matches()) {
            throw new InvalidException("reading the address of a provider: \"" + host + "/" + namespace + "/" + type
                    + "\" (expected: a form such as registry.opentofu.org/hashicorp/aws)");
        }
    }

    /**
     * The address {@code text}.
     *
     * @throws InvalidException when it is none
     */
    public static ProviderAddress of(String text) {
        var parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new InvalidException("reading the address of a provider: \"" + text
                    + "\" (expected: a form such as registry.opentofu.org/hashicorp/aws)");
        }
        return new ProviderAddress(parts[0], parts[1], parts[2]);
    }

    @Override
    public int compareTo(ProviderAddress other) {
        return toString().compareTo(other.toString());
    }

    /** The address as OpenTofu writes it, which is its path in a filesystem mirror too. */
    @Override
    public String toString() {
        return host + "/" + namespace + "/" + type;
    }
}
