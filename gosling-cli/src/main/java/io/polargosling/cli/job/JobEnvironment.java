package io.polargosling.cli.job;

import io.polargosling.domain.job.JobConfig;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.secrets.LocalSecrets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a job's script finds in its environment besides what its pipeline gave.
 *
 * @param values by name, secrets in clear
 * @param secrets those of the values that are secrets
 */
record JobEnvironment(Map<String, String> values, List<SecretValue> secrets) {

    JobEnvironment {
        values = Map.copyOf(values);
        secrets = List.copyOf(secrets);
    }

    /** The names alone: this holds secrets. */
    @Override
    public String toString() {
        return "JobEnvironment" + values.keySet();
    }

    /**
     * The environment of {@code job}, its secret URIs resolved by this machine.
     *
     * @param variables this process's environment
     * @param data folder of the local keystore; empty for the one the environment names
     * @throws io.polargosling.domain.problem.GoslingException when a value cannot be resolved, which names the variable
     */
    static JobEnvironment of(JobConfig job, Map<String, String> variables, Optional<Path> data) {
        var resolver = new Resolver(job, variables, data);
        var values = new TreeMap<String, String>();
        var secrets = new ArrayList<SecretValue>();
        job.run().environment().forEach((name, text) -> {
            if (!beginsLikeASecret(text)) {
                values.put(name, text);
            } else {
                var secret = resolver.resolve(name, text);
                values.put(name, secret.reveal());
                secrets.add(secret);
            }
        });
        return new JobEnvironment(values, secrets);
    }

    /** Also a mistyped one, so that it does not reach the script as text. */
    private static boolean beginsLikeASecret(String value) {
        return Arrays.stream(SecretUri.Scheme.values()).anyMatch(scheme -> value.startsWith(scheme.word() + "://"));
    }

    /** Opens the keystore when something lies in it. */
    private static final class Resolver {

        private final JobConfig job;
        private final Map<String, String> variables;
        private final Optional<Path> data;
        private @Nullable Secrets keystore;

        Resolver(JobConfig job, Map<String, String> variables, Optional<Path> data) {
            this.job = job;
            this.variables = variables;
            this.data = data;
        }

        SecretValue resolve(String name, String text) {
            var uri = SecretUri.of(text);
            String place = "job \"" + job.name() + "\", environment." + name;
            return switch (uri.scheme()) {
                case LOCAL -> keystore(place).read(uri, place);
                case ENV ->
                    Optional.ofNullable(variables.get(text.substring("env://".length())))
                            .map(SecretValue::of)
                            .orElseThrow(() -> new NotFoundException(place + ", env: not set"));
                case YC_LOCKBOX, AWS_SM, VAULT ->
                    throw new InvalidException(
                            place + ", " + uri.scheme().word() + ": this machine cannot read such secrets");
            };
        }

        private Secrets keystore(String place) {
            if (keystore == null) {
                var folder = data.or(() -> Optional.ofNullable(variables.get("GOSLING_DATA"))
                                .map(Path::of))
                        .orElseThrow(() -> new InvalidException(
                                place + ", local: no keystore is named (expected: --data DIR or GOSLING_DATA)"));
                var passphrase = Optional.ofNullable(variables.get("GOSLING_KEYSTORE_PASSPHRASE"))
                        .map(SecretValue::of);
                keystore = LocalSecrets.open(folder.toAbsolutePath().normalize(), passphrase, false);
            }
            return keystore;
        }
    }
}
