package io.polargosling.storage.jdbc;

import io.polargosling.domain.problem.InvalidException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A JDBC URL without its credentials, which go to the driver apart: drivers and pools show a URL in their messages.
 *
 * @param credentials what the driver is told besides, by the names of its URL's parameters
 */
record Address(String url, Map<String, String> credentials) {

    private static final Set<String> CREDENTIALS = Set.of("user", "password", "sslpassword", "token");

    Address {
        credentials = Map.copyOf(credentials);
    }

    /**
     * Takes the credentials out of {@code jdbcUrl}.
     *
     * @throws InvalidException when they stand before the host, where no driver looks for them
     */
    static Address parse(String jdbcUrl) {
        boolean isQuery = !jdbcUrl.startsWith("jdbc:h2:");
        int begin = jdbcUrl.indexOf(isQuery ? '?' : ';');
        var server = begin < 0 ? jdbcUrl : jdbcUrl.substring(0, begin);
        if (isQuery && server.contains("@")) {
            throw new InvalidException("opening the database: its URL has credentials before the host"
                    + " (expected: as parameters, …?user=NAME&password=…)");
        }
        if (begin < 0) {
            return new Address(jdbcUrl, Map.of());
        }
        var separator = isQuery ? "&" : ";";
        var credentials = new LinkedHashMap<String, String>();
        var rest = new ArrayList<String>();
        for (var parameter : List.of(jdbcUrl.substring(begin + 1).split(separator, -1))) {
            int equals = parameter.indexOf('=');
            var name = parameter.substring(0, Math.max(equals, 0)).toLowerCase(Locale.ROOT);
            if (CREDENTIALS.contains(name)) {
                var value = parameter.substring(equals + 1);
                credentials.put(name, isQuery ? URLDecoder.decode(value, StandardCharsets.UTF_8) : value);
            } else {
                rest.add(parameter);
            }
        }
        var parameters = String.join(separator, rest);
        return new Address(parameters.isEmpty() ? server : server + jdbcUrl.charAt(begin) + parameters, credentials);
    }
}
