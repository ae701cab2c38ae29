package io.polargosling.worker.render;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.Executor;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.worker.binary.ProgramSource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Inputs for user data, and user data taken apart again, by another library than the one that wrote it. */
final class MachineInputs {

    static final String TOKEN = "enrol-me-once-0123456789";
    static final byte[] GOSLING = "#!/bin/sh\necho \"gosling $*\"\n".getBytes(StandardCharsets.UTF_8);
    static final byte[] AGENT = "#!/bin/sh\necho \"agent $*\"\n".getBytes(StandardCharsets.UTF_8);

    private MachineInputs() {}

    static CloudInitInputs aws() {
        return inputs(
                GOSLING,
                Map.of("STAGE", "test", "GREETING", "it's \"$HOME\" & `id`", "NO_PROXY", "localhost,.example.org"),
                Executor.DOCKER,
                Optional.empty(),
                CloudProvider.AWS);
    }

    static CloudInitInputs yandex() {
        return inputs(
                GOSLING,
                Map.of("STAGE", "тест", "DEPLOY_KEY", "yc-lockbox://e6q/deploy-key"),
                Executor.SHELL,
                Optional.of("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFakeFakeFakeFakeFakeFake ann@example.org"),
                CloudProvider.YANDEX);
    }

    static CloudInitInputs with(Map<String, String> environment) {
        return inputs(GOSLING, environment, Executor.DOCKER, Optional.empty(), CloudProvider.AWS);
    }

    static CloudInitInputs inputs(
            byte[] gosling,
            Map<String, String> environment,
            Executor executor,
            Optional<String> administratorKey,
            CloudProvider cloud) {
        var machine = new CloudInitInputs.Machine(
                RunnerId.of("abc123def456"),
                EggName.of("web"),
                URI.create("https://goose.example.org/api/"),
                SecretValue.of(TOKEN),
                cloud == CloudProvider.AWS ? Optional.of("rift.example.org:5000") : Optional.empty());
        var programs = new CloudInitInputs.Programs(
                source("gosling", gosling, "1.4.0"), source("gitlab-runner", AGENT, "19.4.0"));
        return new CloudInitInputs(
                machine,
                environment,
                programs,
                executor,
                CloudInitInputs.Limits.of(Duration.ofHours(6), Duration.ofMinutes(10)),
                administratorKey,
                cloud);
    }

    private static ProgramSource source(String name, byte[] content, String version) {
        return new ProgramSource(
                URI.create("https://bucket.example.org/" + name + "?X-Amz-Expires=3600&X-Amz-Signature=0123abcd"),
                Sha256.of(content),
                version);
    }

    static String text(CloudInitInputs inputs) {
        return switch (CloudInit.write(inputs)) {
            case UserData.Written written -> written.text().reveal();
            case UserData.Refused refused -> throw new AssertionError(refused.reason());
        };
    }

    static String refusal(CloudInitInputs inputs) {
        return switch (CloudInit.write(inputs)) {
            case UserData.Written written -> throw new AssertionError("written");
            case UserData.Refused refused -> refused.reason();
        };
    }

    static Map<?, ?> parsed(String text) {
        var settings = LoadSettings.builder().setAllowDuplicateKeys(false).build();
        return (Map<?, ?>) new Load(settings).loadFromString(text);
    }

    /** The maps of the list {@code key}. */
    static List<Map<?, ?>> maps(String text, String key) {
        var list = (List<?>) Objects.requireNonNull(parsed(text).get(key), key);
        return list.stream().<Map<?, ?>>map(entry -> (Map<?, ?>) entry).toList();
    }

    /** What the files hold, by path. */
    static Map<String, String> files(String text) {
        var files = new LinkedHashMap<String, String>();
        for (var file : maps(text, "write_files")) {
            var content = String.valueOf(file.get("content"));
            var plain = file.containsKey("encoding")
                    ? new String(Base64.getDecoder().decode(content), StandardCharsets.UTF_8)
                    : content;
            files.put(String.valueOf(file.get("path")), plain);
        }
        return files;
    }
}
