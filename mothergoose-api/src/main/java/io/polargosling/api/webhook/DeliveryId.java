package io.polargosling.api.webhook;

import io.polargosling.domain.egg.GitLabServer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a delivery and its repetitions have in common. */
record DeliveryId(String value) {

    private static final Pattern SENT = Pattern.compile("[\\x21-\\x7e]{1,128}");

    /** The sender's own id, or the hash of server, kind and body when it sent none that could be kept. */
    static DeliveryId of(HookHeaders headers, GitLabServer server, String kind, byte[] body) {
        return usable(headers.id())
                .or(() -> usable(headers.idempotencyKey()))
                .map(DeliveryId::new)
                .orElseGet(() -> new DeliveryId(hash(server, kind, body)));
    }

    private static Optional<String> usable(Optional<String> sent) {
        return sent.filter(id -> SENT.matcher(id).matches());
    }

    private static String hash(GitLabServer server, String kind, byte[] body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((server.host() + "\n" + kind + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
