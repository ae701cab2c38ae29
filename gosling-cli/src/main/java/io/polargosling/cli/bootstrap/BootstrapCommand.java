package io.polargosling.cli.bootstrap;

import io.polargosling.cli.print.ExitCode;
import io.polargosling.cli.print.JsonDocument;
import io.polargosling.cli.print.OutputFormat;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.storage.mirror.ProviderCache;
import io.polargosling.storage.mirror.ProviderNeed;
import io.polargosling.storage.mirror.ProviderPackage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gosling bootstrap}. */
@Command(
        name = "bootstrap",
        description = "Fills the cache bucket with the providers that OpenTofu needs to make runners.",
        footer = {
            "%nWithout --data and --bucket, the bucket is the cache_bucket of the Nest in the current folder. Credentials"
                    + " for it are found as the AWS SDK does: environment, profile, role of the machine.",
            "Nothing is used before all of it is there: interrupted, run it again."
        })
public final class BootstrapCommand implements Callable<Integer> {

    private static final String CACHE = "cache";

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PARTS",
            description = "Which parts; this version can do one, \"cache\", and it must be named.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description =
                    "A filesystem mirror, packed or unpacked, to take providers from. Default: OpenTofu downloads them.")
    private @Nullable Path from;

    @Option(
            names = "--provider",
            split = ",",
            paramLabel = "NAME",
            description = "aws or yandex, when not both are needed; all that is in use afterwards.")
    private List<String> providers = new ArrayList<>();

    @Option(
            names = "--platform",
            split = ",",
            paramLabel = "OS_ARCH",
            description =
                    "Of the workers, such as linux_amd64. Default: linux_amd64 and, where there is one, linux_arm64.")
    private List<String> platforms = new ArrayList<>();

    @Option(
            names = "--tofu",
            paramLabel = "FILE",
            description = "OpenTofu. Default: TOFU_BINARY, else tofu on the PATH.")
    private @Nullable Path tofu;

    @Option(names = "--dry-run", description = "Says what would be done and changes nothing.")
    private boolean dryRun;

    @Option(
            names = "--output",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private OutputFormat output = OutputFormat.TEXT;

    @Mixin
    private final CachePlace place = new CachePlace();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Map<String, String> variables;

    /** @param variables this process's environment */
    public BootstrapCommand(Map<String, String> variables) {
        this.variables = variables;
    }

    @Override
    public Integer call() throws InterruptedException {
        requireCacheOnly();
        try {
            var cache = new ProviderCache(place.open(spec));
            cache.check();
            var tools = TofuTool.find(Optional.ofNullable(tofu), variables);
            try (var staging = Staging.open()) {
                var wanted = new WantedProviders(needs(), platforms, this::tell);
                var lock = from == null ? wanted.downloaded(tools, staging) : wanted.in(from, tools, staging);
                var fill = dryRun
                        ? cache.compare(lock)
                        : cache.fill(
                                lock,
                                staging.files(),
                                one -> tell("sending " + one + ", " + one.size() / 1_000_000 + " MB"));
                print(lock.packages(), fill);
            }
            return ExitCode.DONE;
        } catch (GoslingException e) {
            rootOf(e).ifPresent(cause -> tell("cause: " + cause));
            if (output == OutputFormat.JSON) {
                spec.commandLine().getOut().println(JsonDocument.ofError("bootstrap", String.valueOf(e.getMessage())));
                return ExitCode.of(e);
            }
            throw e;
        }
    }

    /** What a library met, such as a certificate that is not trusted: its caller's message does not say it. */
    private static Optional<String> rootOf(GoslingException e) {
        var cause = e.getCause();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Optional.ofNullable(cause).map(Throwable::getMessage);
    }

    private void requireCacheOnly() {
        if (!only.equals(List.of(CACHE))) {
            throw new ParameterException(
                    spec.commandLine(),
                    only.isEmpty()
                            ? "this version cannot make a whole control plane; with --only cache it fills the cache of"
                                    + " providers"
                            : "--only " + String.join(",", only) + ": this version can do \"cache\" alone");
        }
    }

    private List<ProviderNeed> needs() {
        var all = ProviderNeed.all();
        for (var name : providers) {
            if (all.stream().noneMatch(need -> need.name().equals(name))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--provider " + name + " (expected one of: "
                                + String.join(
                                        ", ",
                                        all.stream().map(ProviderNeed::name).toList()) + ")");
            }
        }
        return all.stream()
                .filter(need -> providers.isEmpty() || providers.contains(need.name()))
                .toList();
    }

    private void tell(String line) {
        spec.commandLine().getErr().println(line);
    }

    private void print(List<ProviderPackage> packages, ProviderCache.Fill fill) {
        var out = spec.commandLine().getOut();
        if (output == OutputFormat.JSON) {
            var counts = new TreeMap<String, Integer>();
            counts.put("created", fill.missing().size());
            counts.put("kept", packages.size() - fill.missing().size());
            counts.put("dropped", fill.dropped().size());
            counts.put("updated", fill.changed() ? 1 : 0);
            out.println(JsonDocument.of("bootstrap", true, counts, List.of()));
            return;
        }
        for (var one : packages) {
            out.println((fill.missing().contains(one) ? "create " : "keep   ") + one.key());
        }
        fill.dropped().forEach(one -> out.println("unuse  " + one.key()));
        out.println((fill.changed() ? "update " : "keep   ") + ProviderCache.LIST);
        if (fill.isNothing()) {
            out.println("nothing to do");
        } else {
            out.println(dryRun ? "nothing was changed" : "done; workers take it within a minute");
        }
    }
}
