package io.polargosling.worker.tofu;

import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.inventory.LocalHost;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/** OpenTofu's runs for tests whose clouds are doubles, which take any credentials. */
public final class RunsOnDouble {

    /** What a worker that may do everything proves itself to AWS with. */
    public static final Map<String, SecretValue> AWS = Assembly.AWS;

    private RunsOnDouble() {}

    /** Runs below {@code data}. */
    public static Tofu of(
            TofuProgram program,
            Path data,
            Mirrors mirrors,
            LocalHost host,
            Storage storage,
            Secrets secrets,
            CloudSources clouds,
            Supplier<Map<String, SecretValue>> aws,
            InstantSource clock) {
        var states = new LocalStates(new RunFolders(data));
        var parts = Assembly.parts(data, host, storage, secrets, clock, states, mirrors, clouds, aws);
        return new Tofu(program, parts, Assembly.bounds());
    }
}
