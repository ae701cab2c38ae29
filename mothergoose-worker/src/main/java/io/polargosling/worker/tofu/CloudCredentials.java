package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.storage.object.StateObjects;
import io.polargosling.worker.render.StateBackend;
import io.polargosling.worker.render.Variant;
import io.polargosling.worker.render.WorkspaceInputs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What OpenTofu proves itself to the clouds with: variables of its environment, never a file, and taken anew for each
 * phase, since they live short.
 *
 * <p>The bucket of states and AWS's provider are called with the same ones. Yandex's provider takes the token or the key
 * file that this process was started with; without one it asks the machine it is on by itself.
 */
final class CloudCredentials {

    /** Of these the first is a secret itself. */
    private static final List<String> YANDEX = List.of("YC_TOKEN", "YC_SERVICE_ACCOUNT_KEY_FILE");

    private final Supplier<Map<String, SecretValue>> aws;
    private final Map<String, String> ours;

    /**
     * @param aws variables that AWS is called with, as they are now
     * @param ours this process's environment
     */
    CloudCredentials(Supplier<Map<String, SecretValue>> aws, Map<String, String> ours) {
        this.aws = aws;
        this.ours = Map.copyOf(ours);
    }

    /** Those of this process: of AWS what its SDK finds. */
    static CloudCredentials ofProcess(Map<String, String> environment) {
        return new CloudCredentials(StateObjects::credentials, environment);
    }

    /**
     * The variables that a run of {@code inputs} needs now.
     *
     * @throws NoCredentialsException when there are none for a cloud that it needs
     */
    Map<String, SecretValue> of(WorkspaceInputs inputs) {
        var variables = new HashMap<String, SecretValue>();
        if (inputs.state() instanceof StateBackend.S3 || uses(inputs, CloudProvider.AWS)) {
            variables.putAll(ofAws());
        }
        if (uses(inputs, CloudProvider.YANDEX)) {
            YANDEX.forEach(name ->
                    Optional.ofNullable(ours.get(name)).ifPresent(value -> variables.put(name, SecretValue.of(value))));
        }
        return Map.copyOf(variables);
    }

    private Map<String, SecretValue> ofAws() {
        try {
            return aws.get();
        } catch (UnavailableException e) {
            throw new NoCredentialsException(e);
        }
    }

    private static boolean uses(WorkspaceInputs inputs, CloudProvider cloud) {
        return inputs.variants().keySet().stream().map(Variant::provider).anyMatch(cloud::equals);
    }
}
