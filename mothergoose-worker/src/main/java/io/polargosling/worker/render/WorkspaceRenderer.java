package io.polargosling.worker.render;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.storage.mirror.ProviderNeed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes an egg's root module, the compute module it calls, and its variables into a folder.
 *
 * <p>What users wrote reaches OpenTofu only as JSON variables, never as text of a module.
 */
public final class WorkspaceRenderer {

    private static final Map<String, String> TEMPLATES = new TreeMap<>(Map.of(
            "versions.tf", "tofu_versions_tf.j2",
            "providers.tf", "tofu_providers_tf.j2",
            "variables.tf", "tofu_variables_tf.j2",
            "data.tf", "tofu_data_tf.j2",
            "resources.tf", "tofu_resources_tf.j2",
            "checks.tf", "tofu_checks_tf.j2",
            ".tofurc", "tofu_rc.j2"));
    private static final String STATE_KEY = "state_key.sh";

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
                // A value is a value: what looks like a template in it is not one.
                .withNestedInterpretationEnabled(false)
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
        var values = RootModule.values(inputs);
        try {
            for (var template : TEMPLATES.entrySet()) {
                write(folder.resolve(template.getKey()), rendered(template.getValue(), values));
            }
            for (var file : List.of(STATE_KEY, ENCRYPTION)) {
                write(folder.resolve(file), Resource.text("/templates/" + file));
            }
            for (var variant : inputs.variants().keySet()) {
                for (var file : RootModule.files(variant)) {
                    write(
                            folder.resolve("modules").resolve(variant.folder()).resolve(file),
                            Resource.text(RootModule.source(variant, file)));
                }
            }
            if (inputs.mirror().lock().isPresent()) {
                write(
                        folder.resolve(".terraform.lock.hcl"),
                        inputs.mirror().lock().get());
            }
            write(folder.resolve(VARIABLES), json.writeValueAsString(RootModule.variables(inputs)));
        } catch (IOException e) {
            throw new UnavailableException("writing the workspace " + folder + ": " + e.getMessage(), e);
        }
    }

    /** What all runners of the workspace share, as JSON with sorted names. */
    public String shared(WorkspaceInputs inputs) {
        return json.writeValueAsString(RootModule.values(inputs));
    }

    private String rendered(String template, Map<String, Object> values) {
        var result = jinjava.renderForResult(Resource.text("/templates/" + template), values);
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

    private static String digest() {
        var names = new ArrayList<String>();
        Stream.concat(TEMPLATES.values().stream(), Stream.of(STATE_KEY, ENCRYPTION))
                .forEach(file -> names.add("/templates/" + file));
        for (var variant : Variant.values()) {
            RootModule.files(variant).forEach(file -> names.add(RootModule.source(variant, file)));
        }
        var files = names.stream().map(name -> name + "\n" + Resource.text(name));
        var needs = RootModule.PROVIDERS.stream().map(ProviderNeed::toString);
        return Sha256.of(Stream.concat(files, needs)
                        .collect(Collectors.joining("\n"))
                        .getBytes(StandardCharsets.UTF_8))
                .value();
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
