package io.polargosling.cli.print;

import io.polargosling.domain.secret.SecretValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** Replaces secrets in text, as they are and in the two forms they are most often written in. */
public final class Masking {

    private static final int SHORTEST_SECRET = 6;

    private final List<String> hidden = new ArrayList<>();

    private Masking() {}

    /** Replaces {@code secrets}, those apart that are too short to tell from other text. */
    public static Masking of(Collection<SecretValue> secrets) {
        var masking = new Masking();
        for (SecretValue secret : secrets) {
            String text = secret.reveal();
            if (text.length() >= SHORTEST_SECRET) {
                masking.hidden.add(text);
                masking.hidden.add(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
                masking.hidden.add(URLEncoder.encode(text, StandardCharsets.UTF_8));
            }
        }
        return masking;
    }

    /** {@code line} without secrets. */
    public String mask(String line) {
        String masked = line;
        for (String secret : hidden) {
            masked = masked.replace(secret, SecretValue.MASK);
        }
        return masked;
    }
}
