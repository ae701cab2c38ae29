package io.polargosling.api.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Tells where a request comes from: the peer, or who the peer says it is where the peer is a trusted proxy. */
public final class ClientAddress {

    private static final String HEADER = "X-Forwarded-For";
    private static final int LONGEST = 64;

    private final Set<String> trustedProxies;

    private ClientAddress(Set<String> trustedProxies) {
        this.trustedProxies = trustedProxies;
    }

    /** One that believes the proxies at these addresses. */
    public static ClientAddress behind(List<String> trustedProxies) {
        return new ClientAddress(Set.copyOf(trustedProxies));
    }

    /** The address; of several the proxy tells, the last one, which is the only one it knows itself. */
    public String of(HttpServletRequest request) {
        String peer = request.getRemoteAddr();
        if (!trustedProxies.contains(peer)) {
            return peer;
        }
        String told = "";
        for (String header : Collections.list(request.getHeaders(HEADER))) {
            told = header.substring(header.lastIndexOf(',') + 1).trim();
        }
        return told.isEmpty() || told.length() > LONGEST ? peer : told;
    }
}
