package io.polargosling.worker.tofu;

import io.polargosling.domain.secret.SecretValue;
import io.polargosling.worker.render.WorkspaceRenderer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The keys of states and plans.
 *
 * @param current what is written now is encrypted with it
 * @param all that decrypt, the current one among them; the one that was in use first is the last
 */
record StateKeys(SecretValue current, List<SecretValue> all) {

    private static final int ID_LENGTH = 12;

    StateKeys {
        all = List.copyOf(all);
    }

    /** The variables that OpenTofu's environment needs in the workspace {@code folder}; the keys are among them. */
    Map<String, String> environment(Path folder) throws IOException {
        return Map.of(
                "TF_ENCRYPTION",
                Files.readString(folder.resolve(WorkspaceRenderer.ENCRYPTION)),
                "GOSLING_STATE_KEY",
                current.reveal(),
                "GOSLING_STATE_KEYS",
                all.stream().map(SecretValue::reveal).collect(Collectors.joining(" ")));
    }

    /** What the current key is known by in a state's meta data, as {@code state_key.sh} tells it there. */
    String currentId() {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest(current.reveal().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, ID_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
