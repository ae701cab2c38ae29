package io.polargosling.worker.render;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes an egg's root module, the compute module it calls, and its variables into a folder.
 *
 * <p>What users wrote reaches OpenTofu only as JSON variables, never as text of a module.
 */
public final class WorkspaceRenderer {

    private static final Map<String, String> TEMPLATES = Map.of(
            "versions.tf", "tofu_versions_tf.j2",
            "variables.tf", "tofu_variables_tf.j2",
            "resources.tf", "tofu_resources_tf.j2",
            "checks.tf", "tofu_checks_tf.j2",
            ".tofurc", "tofu_rc.j2");
    private static final List<String> MODULE_FILES = List.of("contract.tf", "main.tf", "start.sh");

    /** The file of variables, which is removed after a run. */
    public static final String VARIABLES = "terraform.tfvars.json";

    /** The file that says how state and plan are encrypted, for OpenTofu's environment; the key is not in it. */
    public static final String ENCRYPTION = "state_encryption.hcl";

    private final Jinjava jinjava;
    private final JsonMapper json = JsonMapper.builder().build();
    private final String version;

    /** Reads the templates and the compute module from the class path. */
    public WorkspaceRenderer() {
        jinjava = new Jinjava(JinjavaConfig.newBuilder()
                .withFailOnUnknownTokens(true)
                .withTrimBlocks(false)
                .build());
        jinjava.getGlobalContext().registerFilter(new HclString());
        version = digest();
    }

    /** A digest of all templates and the compute module: 64 hexadecimal digits. */
    public String version() {
        return version;
    }

    /**
     * Writes the workspace into {@code folder}, which must exist and be empty.
     *
     * @throws UnavailableException when the folder cannot be written
     */
    public void render(WorkspaceInputs inputs, Path folder) {
        var values = values(inputs);
        try {
            for (var template : TEMPLATES.entrySet()) {
                write(folder.resolve(template.getKey()), rendered(template.getValue(), values));
            }
            write(folder.resolve("state_key.sh"), resource("/templates/state_key.sh"));
            write(folder.resolve(ENCRYPTION), resource("/templates/" + ENCRYPTION));
            for (var file : MODULE_FILES) {
                write(folder.resolve("modules/local/" + file), resource("/compute-module/local/" + file));
            }
            if (inputs.mirror().lock().isPresent()) {
                write(
                        folder.resolve(".terraform.lock.hcl"),
                        inputs.mirror().lock().get());
            }
            write(folder.resolve(VARIABLES), variables(inputs));
        } catch (IOException e) {
            throw new UnavailableException("writing the workspace " + folder + ": " + e.getMessage(), e);
        }
    }

    /** What all runners of the workspace share, as JSON with sorted names. */
    public String shared(WorkspaceInputs inputs) {
        return json.writeValueAsString(new TreeMap<>(values(inputs)));
    }

    private static Map<String, Object> values(WorkspaceInputs inputs) {
        var values = new LinkedHashMap<String, Object>(backend(inputs.state()));
        values.put("tofu_version", inputs.tofuVersion());
        values.put("mirror_path", inputs.mirror().folder().toString());
        values.put("direct", inputs.mirror().direct());
        values.put("module", "local");
        return values;
    }

    private static Map<String, Object> backend(StateBackend state) {
        return switch (state) {
            case StateBackend.LocalFile(Path path) -> Map.of("backend", "local", "state_path", path.toString());
            case StateBackend.S3 s3 -> {
                var values = new LinkedHashMap<String, Object>();
                values.put("backend", "s3");
                values.put("state_bucket", s3.bucket());
                values.put("state_key", s3.key());
                values.put("state_region", s3.region());
                values.put("state_endpoint", s3.endpoint().map(URI::toString).orElse(""));
                values.put("lock_table", s3.lockTable().orElse(""));
                yield values;
            }
        };
    }

    private String variables(WorkspaceInputs inputs) {
        var instances = new LinkedHashMap<String, Object>();
        inputs.variants()
                .values()
                .forEach(variant -> variant.instances()
                        .forEach((id, instance) -> instances.put(id.value(), instance.asVariables())));
        return json.writeValueAsString(Map.of("worker_instances", instances));
    }

    private String rendered(String template, Map<String, Object> values) throws IOException {
        var result = jinjava.renderForResult(resource("/templates/" + template), values);
        if (result.hasErrors()) {
            throw new InternalException("rendering template " + template + ": "
                    + result.getErrors().getFirst().getMessage());
        }
        return result.getOutput();
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = WorkspaceRenderer.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new InternalException("reading " + name + ": it is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String digest() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var template : TEMPLATES.values().stream().sorted().toList()) {
                digest.update(resource("/templates/" + template).getBytes(StandardCharsets.UTF_8));
            }
            for (var file : MODULE_FILES) {
                digest.update(resource("/compute-module/local/" + file).getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new InternalException("reading the templates: " + e.getMessage(), e);
        }
    }

    /** Escapes a value for a place between double quotes in OpenTofu's language. */
    private static final class HclString implements Filter {

        @Override
        public String getName() {
            return "hcl";
        }

        @Override
        public Object filter(Object value, JinjavaInterpreter interpreter, String... arguments) {
            return HclText.escape(String.valueOf(value));
        }
    }
}
