package io.polargosling.api.webhook;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.gitlab.RawBody;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a delivery and its repetitions have in common. */
record DeliveryId(String value) {

    private static final int MAX_LENGTH = 128;

    /** The sender's own id, or the hash of server, kind and body when it sent none that could be kept. */
    static DeliveryId of(HookHeaders headers, GitLabServer server, String kind, RawBody body) {
        return headers.id()
                .filter(DeliveryId::isUsable)
                .or(() -> headers.idempotencyKey().filter(DeliveryId::isUsable))
                .map(DeliveryId::new)
                .orElseGet(() -> new DeliveryId(hash(server, kind, body)));
    }

    private static boolean isUsable(String id) {
        return !id.isEmpty() && id.length() <= MAX_LENGTH && id.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static String hash(GitLabServer server, String kind, RawBody body) {
        try (var bytes = body.open()) {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((server.host() + "\n" + kind + "\n").getBytes(StandardCharsets.UTF_8));
            bytes.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("reading a delivery: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
