package io.polargosling.worker.job;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

/**
 * Which machines may be told of failures: any in the open internet, and those that the Nest's description lists. A name
 * counts as what it stands for, so that no name leads inside.
 *
 * @param listed names of hosts that may be anywhere
 */
record Outside(Set<String> listed, Names names) {

    /** What names stand for. */
    @FunctionalInterface
    interface Names {
        /**
         * All addresses of {@code name}.
         *
         * @throws UnknownHostException when it is no name
         */
        InetAddress[] lookUp(String name) throws UnknownHostException;
    }

    Outside {
        listed = Set.copyOf(listed);
    }

    /**
     * An address of {@code host} that may be connected to; nothing else may, or the name may have come to mean another
     * machine.
     *
     * @throws InvalidException when one of its addresses lies inside
     * @throws UnavailableException when it has none just now
     */
    InetAddress address(String host) {
        try {
            var found = List.of(names.lookUp(host));
            if (!listed.contains(host) && found.stream().anyMatch(Outside::isInside)) {
                throw new InvalidException(
                        "telling " + host
                                + ": it is in a private network (expected: a public host, or one of notify_hosts in MG/config.fly)");
            }
            return found.getFirst();
        } catch (UnknownHostException e) {
            throw new UnavailableException("telling " + host + ": no such name", e);
        }
    }

    private static boolean isInside(InetAddress address) {
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || isReserved(address);
    }

    /** What the JDK does not count as inside: shared and reserved IPv4, unique local IPv6, IPv4 inside of IPv6. */
    private static boolean isReserved(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (address instanceof Inet4Address) {
            return first == 0
                    || first >= 240
                    || (first == 100 && second >= 64 && second < 128)
                    || (first == 192 && second == 0)
                    || (first == 198 && (second == 18 || second == 19));
        }
        boolean global = (first & 0xe0) == 0x20;
        boolean tunnel = first == 0x20 && (second == 0x02 || (second == 0x01 && bytes[2] == 0 && bytes[3] == 0));
        return !global || tunnel;
    }
}
