package io.polargosling.worker.render;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.storage.mirror.ProviderNeed;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the templates of a root module and its variables are filled with. */
final class RootModule {

    /** For what AWS keeps in no region, where a workspace has no place of its own any more. */
    private static final String ANY_AWS_REGION = "us-east-1";

    /** What the variants need of providers. */
    static final List<ProviderNeed> PROVIDERS = ProviderNeed.all();

    private RootModule() {}

    /** The files that a variant of the compute module consists of. */
    static List<String> files(Variant variant) {
        return switch (variant) {
            case LOCAL -> List.of("contract.tf", "main.tf", "start.sh");
            case AWS_VM, AWS_SERVERLESS, YANDEX_VM -> List.of("contract.tf", "main.tf", "shapes.json");
            case AWS_LAMBDA, YANDEX_SERVERLESS -> List.of("contract.tf", "main.tf");
        };
    }

    /** Where a file of a variant lies in the class path. */
    static String source(Variant variant, String file) {
        return "/compute-module/" + variant.folder() + "/" + file;
    }

    /** What the templates are filled with, sorted by name; nothing of a single runner but the place of the first. */
    static Map<String, Object> values(WorkspaceInputs inputs) {
        var variants = inputs.variants().keySet();
        var values = new TreeMap<String, Object>(backend(inputs.state()));
        values.put("tofu_version", inputs.tofuVersion());
        values.put("mirror_path", inputs.mirror().folder().toString());
        values.put("direct", inputs.mirror().direct());
        values.put("providers", providers(inputs));
        values.put("aws_region", uses(inputs, CloudProvider.AWS) ? awsRegion(inputs) : "");
        values.put("uses_yandex", uses(inputs, CloudProvider.YANDEX));
        values.put("folder", inputs.folder().orElse(""));
        values.put(
                "variants",
                Stream.of(Variant.values())
                        .collect(Collectors.toMap(
                                RootModule::identifier, variants::contains, (a, _) -> a, TreeMap::new)));
        values.put("variant_names", joined(inputs, variant -> "\"" + variant.folder() + "\""));
        values.put("variant_list", joined(inputs, Variant::folder));
        values.put("modules", variants.stream().map(RootModule::module).toList());
        values.put("outputs", joined(inputs, variant -> "module." + variant.module() + ".runners"));
        return values;
    }

    /** The variables of the root module. */
    static Map<String, Object> variables(WorkspaceInputs inputs) {
        var instances = new TreeMap<String, Object>();
        inputs.variants()
                .forEach((variant, of) -> of.instances().forEach((id, instance) -> {
                    var variables = new TreeMap<>(instance.asVariables());
                    variables.put("variant", variant.folder());
                    instances.put(id.value(), variables);
                }));
        var variables = new TreeMap<String, Object>();
        variables.put("worker_instances", instances);
        if (!providers(inputs).isEmpty()) {
            var shared = inputs.shared()
                    .orElseThrow(() -> new InternalException(
                            "rendering a workspace for a cloud: what its runners share is missing"));
            variables.put("egg", shared(shared));
            variables.put(
                    "retired",
                    inputs.variants().entrySet().stream()
                            .filter(each -> each.getValue().retired())
                            .map(each -> each.getKey().folder())
                            .toList());
        }
        return variables;
    }

    private static Map<String, Object> shared(SharedInputs shared) {
        var egg = new TreeMap<String, Object>();
        egg.put("slug", shared.slug());
        egg.put("labels", shared.labels());
        egg.put("prefix", shared.prefix());
        egg.put("regions", shared.regions());
        shared.cluster().ifPresent(cluster -> egg.put("cluster", cluster));
        egg.put("make_identity", shared.makeIdentity());
        return egg;
    }

    private static Map<String, Object> module(Variant variant) {
        return new TreeMap<>(Map.of(
                "name", variant.module(),
                "folder", variant.folder(),
                "cloud", variant.provider() != CloudProvider.LOCAL));
    }

    private static String identifier(Variant variant) {
        return variant.folder().replace('-', '_');
    }

    private static String joined(WorkspaceInputs inputs, Function<Variant, String> text) {
        return inputs.variants().keySet().stream().map(text).collect(Collectors.joining(", "));
    }

    private static boolean uses(WorkspaceInputs inputs, CloudProvider provider) {
        return inputs.variants().keySet().stream().anyMatch(variant -> variant.provider() == provider);
    }

    private static List<Map<String, String>> providers(WorkspaceInputs inputs) {
        var providers = new ArrayList<Map<String, String>>();
        for (var need : PROVIDERS) {
            if (CloudProvider.parse(need.name())
                    .filter(provider -> uses(inputs, provider))
                    .isPresent()) {
                providers.add(new TreeMap<>(Map.of(
                        "name", need.name(),
                        "source", need.address().toString(),
                        "version", need.version())));
            }
        }
        return providers;
    }

    private static String awsRegion(WorkspaceInputs inputs) {
        return inputs.shared().stream()
                .flatMap(shared -> shared.regions().stream())
                .findFirst()
                .or(() -> inputs.variants().entrySet().stream()
                        .filter(each -> each.getKey().provider() == CloudProvider.AWS)
                        .flatMap(each -> each.getValue().instances().values().stream())
                        .flatMap(RootModule::region)
                        .findFirst())
                .orElse(ANY_AWS_REGION);
    }

    private static Stream<String> region(Instance instance) {
        return switch (instance) {
            case CloudInstance cloud -> cloud.placement().region().stream();
            case LocalInstance _ -> Stream.empty();
        };
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
}
