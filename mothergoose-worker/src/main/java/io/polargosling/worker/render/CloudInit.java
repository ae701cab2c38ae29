package io.polargosling.worker.render;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Writes a machine's user data: all that turns a fresh machine into a runner, and that ends it when nobody else does.
 *
 * <p>The programs of the machine are the files of {@code cloud-init/}, the same for all; what differs is in
 * {@code /etc/gosling/machine}, which they read.
 */
public final class CloudInit {

    /** What EC2 takes, in bytes. */
    public static final int MOST_BYTES = 16_384;

    /** How long a machine without a job may go without an answer from the control plane. */
    public static final Duration SILENCE = Duration.ofMinutes(30);

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern PUBLIC_KEY = Pattern.compile("(ssh-(ed25519|rsa)|ecdsa-sha2-nistp(256|384|521)"
            + "|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\\.com) [A-Za-z0-9+/]{16,4096}={0,2}( [ -~]{0,200})?");
    private static final Pattern PLAIN = Pattern.compile("[\\n -~]*+");
    private static final String LIBRARY = "/usr/local/lib/gosling/";
    private static final String UNITS = "/etc/systemd/system/";
    private static final String OWNER_ONLY = "0600";
    private static final String READABLE = "0644";

    private CloudInit() {}

    /** The {@code #cloud-config} for a machine; pure, so the same input gives the same bytes. */
    public static UserData write(CloudInitInputs inputs) {
        var environment = withoutSecrets(inputs.environment());
        var wrong = problem(inputs, environment);
        if (wrong.isPresent()) {
            return refused(inputs, wrong.get());
        }
        var text = "#cloud-config\n" + YamlText.of(document(inputs, environment));
        int bytes = size(text);
        if (bytes > MOST_BYTES) {
            return refused(
                    inputs,
                    bytes + " bytes, " + size(ShellWords.assignments(environment))
                            + " of them the egg's environment (expected: at most " + MOST_BYTES
                            + " in all, the limit of EC2; keep large values in CI/CD variables of GitLab)");
        }
        return new UserData.Written(SecretValue.of(text));
    }

    private static UserData refused(CloudInitInputs inputs, String problem) {
        return new UserData.Refused("user data for runner " + inputs.machine().runner() + ": " + problem);
    }

    /** The runner resolves those itself; anything that begins like a secret URI counts, so that no mistyped one gets out. */
    private static Map<String, String> withoutSecrets(Map<String, String> environment) {
        var plain = new TreeMap<>(environment);
        plain.values()
                .removeIf(value -> Arrays.stream(SecretUri.Scheme.values())
                        .anyMatch(
                                scheme -> value.strip().toLowerCase(Locale.ROOT).startsWith(scheme.word() + "://")));
        return plain;
    }

    private static Optional<String> problem(CloudInitInputs inputs, Map<String, String> environment) {
        if (inputs.cloud() == CloudProvider.LOCAL) {
            return Optional.of("processes of this host have none (expected: a machine of aws or yandex)");
        }
        if (inputs.administratorKey()
                .filter(key -> !PUBLIC_KEY.matcher(key).matches())
                .isPresent()) {
            return Optional.of(
                    "the administrator's key is no public SSH key on one line (expected: ssh-ed25519 AAAA...)");
        }
        for (var variable : environment.entrySet()) {
            var name = variable.getKey();
            if (!NAME.matcher(name).matches()) {
                return Optional.of("environment variable \"" + name.substring(0, Math.min(80, name.length()))
                        + "\" (expected: a letter or _, then letters, digits or _, at most 128)");
            }
            if (!isText(variable.getValue())) {
                return Optional.of("environment variable \"" + name
                        + "\" holds a NUL or half a character, which no process can be given");
            }
        }
        return Optional.empty();
    }

    private static boolean isText(String value) {
        return value.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(value);
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Map<String, Object> document(CloudInitInputs inputs, Map<String, String> environment) {
        var document = new LinkedHashMap<String, Object>();
        document.put("users", users(inputs.administratorKey()));
        document.put("ssh_pwauth", false);
        document.put("disable_root", true);
        document.put("package_update", true);
        document.put("write_files", files(inputs, environment));
        // Holds with everything else on the machine broken. In every start, hence without waiting: what it is for is
        // started only after this stage.
        document.put(
                "bootcmd",
                List.of(List.of(
                        "systemd-run",
                        "--no-block",
                        "--unit=gosling-end",
                        "--on-boot=" + inputs.limits().hard().toSeconds() + "s",
                        "systemctl",
                        "poweroff",
                        "--force")));
        document.put(
                "runcmd",
                List.of(
                        List.of("systemctl", "daemon-reload"),
                        List.of("systemctl", "enable", "--now", "gosling-watch.timer"),
                        List.of("/bin/sh", LIBRARY + "setup")));
        return document;
    }

    private static List<Map<String, Object>> users(Optional<String> administratorKey) {
        var users = new ArrayList<Map<String, Object>>();
        var runner = new LinkedHashMap<String, Object>();
        runner.put("name", "gitlab-runner");
        runner.put("gecos", "CI jobs");
        runner.put("shell", "/bin/bash");
        runner.put("lock_passwd", true);
        users.add(runner);
        administratorKey.ifPresent(key -> {
            var administrator = new LinkedHashMap<String, Object>();
            administrator.put("name", "administrator");
            administrator.put("shell", "/bin/bash");
            administrator.put("lock_passwd", true);
            administrator.put("sudo", "ALL=(ALL) NOPASSWD:ALL");
            administrator.put("ssh_authorized_keys", List.of(key));
            users.add(administrator);
        });
        return users;
    }

    private static List<Map<String, Object>> files(CloudInitInputs inputs, Map<String, String> environment) {
        var files = new ArrayList<Map<String, Object>>();
        var token = inputs.machine().enrolmentToken().reveal();
        files.add(file("/etc/gosling/machine", OWNER_ONLY, ShellWords.assignments(machine(inputs))));
        files.add(file("/etc/gosling/token", OWNER_ONLY, token + "\n"));
        files.add(file("/etc/gosling/environment", OWNER_ONLY, ShellWords.assignments(environment)));
        for (var program : List.of("setup", "start", "watch", "lock-metadata")) {
            files.add(file(LIBRARY + program, OWNER_ONLY, MachineFiles.read(program)));
        }
        for (var unit : List.of("gosling.service", "gosling-watch.service", "gosling-watch.timer")) {
            files.add(file(UNITS + unit, READABLE, MachineFiles.read(unit)));
        }
        var drain = "[Service]\nTimeoutStopSec=" + inputs.limits().drain().toSeconds() + "\n";
        files.add(file(UNITS + "gosling.service.d/drain.conf", READABLE, drain));
        return files;
    }

    private static Map<String, Object> file(String path, String mode, String content) {
        var file = new LinkedHashMap<String, Object>();
        file.put("path", path);
        file.put("permissions", mode);
        if (PLAIN.matcher(content).matches()) {
            file.put("content", content);
        } else {
            // No two readers of YAML agree on all characters.
            file.put("encoding", "b64");
            file.put("content", Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)));
        }
        return file;
    }

    private static Map<String, String> machine(CloudInitInputs inputs) {
        var machine = inputs.machine();
        var limits = inputs.limits();
        var programs = inputs.programs();
        var values = new LinkedHashMap<String, String>();
        values.put("RUNNER_ID", machine.runner().value());
        values.put("EGG_NAME", machine.egg().value());
        values.put("API_URL", machine.apiUrl().toString());
        values.put("RIFT_SERVER", machine.riftServer().orElse(""));
        values.put("CLOUD", inputs.cloud().word());
        values.put("EXECUTOR", inputs.executor().word());
        values.put("GOSLING_URL", programs.gosling().url().toString());
        values.put("GOSLING_SHA256", programs.gosling().digest().value());
        values.put("AGENT_URL", programs.agent().url().toString());
        values.put("AGENT_SHA256", programs.agent().digest().value());
        values.put("SOFT_SECONDS", Long.toString(limits.soft().toSeconds()));
        values.put("HARD_SECONDS", Long.toString(limits.hard().toSeconds()));
        values.put("SILENT_SECONDS", Long.toString(SILENCE.toSeconds()));
        values.put("DRAIN_SECONDS", Long.toString(limits.drain().toSeconds()));
        return values;
    }
}
