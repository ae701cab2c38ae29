package io.polargosling.standalone.demo;

import io.polargosling.standalone.demo.ExampleNest.DemoEgg;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A GitLab stand-in, a Nest and the product, all in one folder.
 *
 * <pre>
 * FOLDER/data               the product's data folder
 * FOLDER/nest, nest.git     the Nest's working copy and the repository it is pushed to
 * FOLDER/*.log              what the programs said
 * </pre>
 *
 * <p>Closing ends every process that works in the folder, runners and OpenTofu included.
 */
public final class Sandbox implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("listening url=(\\S+)");

    private final Options options;
    private final Programs programs;
    private final Path data;
    private final ChildProgram gitlabProcess;
    private final GitLabStandIn gitlab;
    private final NestRepository nest;
    private final ExampleNest example;
    private final Product product;
    private final String apiToken;
    private @Nullable Duration startTime;

    /**
     * What it is made of.
     *
     * @param apiPort 0 for any
     * @param gitlabPort 0 for any
     * @param settings arguments of the product, behind those every sandbox has
     */
    public record Options(Path checkout, Path folder, int apiPort, int gitlabPort, List<String> settings) {

        public Options {
            settings = List.copyOf(settings);
        }

        /** On free ports. */
        public static Options in(Path checkout, Path folder) {
            return new Options(checkout, folder, 0, 0, List.of());
        }

        /** The same with more settings. */
        public Options with(String... more) {
            var all = new ArrayList<>(settings);
            all.addAll(List.of(more));
            return new Options(checkout, folder, apiPort, gitlabPort, all);
        }
    }

    private Sandbox(Options options, Programs programs, ChildProgram gitlabProcess) {
        this.options = options;
        this.programs = programs;
        this.gitlabProcess = gitlabProcess;
        var folder = options.folder();
        this.data = folder.resolve("data");
        this.apiToken = "glpat-" + random();
        this.gitlab = new GitLabStandIn(listening(gitlabProcess), apiToken);
        this.example = ExampleNest.read(programs.exampleNest()).at(gitlab.server());
        this.nest = NestRepository.create(folder);
        this.product = new Product(
                programs.product(),
                programs.environment(),
                new Product.Place(folder, port(options.apiPort())),
                settings());
    }

    /** One whose Nest has no eggs yet and whose product is not started yet. */
    public static Sandbox prepare(Options options) {
        var programs = Programs.of(options.checkout());
        try {
            Files.createDirectories(options.folder());
        } catch (IOException e) {
            throw new UncheckedIOException("making the folder " + options.folder() + ": " + e.getMessage(), e);
        }
        var folder = options.folder();
        var everything = new LocalProcesses(folder);
        var made = new AtomicReference<@Nullable Sandbox>();
        // Whatever ends us, nothing is left running.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            Optional.ofNullable(made.get()).ifPresent(Sandbox::stop);
                            everything.end(Set.of());
                        },
                        "end-sandbox"));
        var gitlab = ChildProgram.start(
                "gitlab-simulator",
                List.of(programs.gitlab().toString(), "--port", Integer.toString(options.gitlabPort())),
                programs.environment(),
                folder,
                folder.resolve("gitlab.log"));
        try {
            var sandbox = new Sandbox(options, programs, gitlab);
            made.set(sandbox);
            sandbox.setUp();
            return sandbox;
        } catch (RuntimeException e) {
            everything.end(Set.of());
            throw e;
        }
    }

    private List<String> settings() {
        var settings = new ArrayList<>(List.of(
                "--gosling.nest.url=" + nest.url(),
                "--gosling.nest.server=" + gitlab.server(),
                "--gosling.nest.project-id=" + ExampleNest.NEST_PROJECT,
                "--gosling.runner.heartbeat=1s",
                "--gosling.drain.poll-wait=4s",
                "--gosling.drain.recheck=1s",
                "--gosling.sweep.overdue=2s",
                // What is shown here is the same with and without a network.
                "--gosling.binaries.sources="));
        settings.addAll(options.settings());
        return settings;
    }

    private void setUp() {
        gitlab.createProject(ExampleNest.NEST_PROJECT, "farm/nest", apiToken);
        gitlab.createProject(DemoEgg.BUILDER.project(), "farm/builder", apiToken);
        gitlab.createProject(DemoEgg.ONESHOT.project(), "farm/oneshot", apiToken);
        example.shortened().writeFrame(nest);
        nest.push("The policy");
        storeSecrets();
    }

    /** With the product's own command, as a user would. */
    private void storeSecrets() {
        var server = gitlab.server().replace(':', '_');
        var commands = new GoslingCommand(programs, options.folder(), data);
        commands.setSecret("local://gitlab/" + server + "/nest/api-token", apiToken);
        for (var egg : List.of(DemoEgg.BUILDER, DemoEgg.ONESHOT)) {
            var name = "local://gitlab/" + server + "/" + egg.name();
            commands.setSecret(name + "/api-token", apiToken);
        }
        commands.await();
    }

    /** Puts a secret into the product's keystore, with its own command. */
    public void storeSecret(String uri, String value) {
        var commands = new GoslingCommand(programs, options.folder(), data);
        commands.setSecret(uri, value);
        commands.await();
    }

    /** The token that the GitLab stand-in takes. */
    public String apiToken() {
        return apiToken;
    }

    /** Starts the product, and returns when a push to the Nest will be told to it. */
    public void start() {
        startTime = product.start();
        awaitHook(ExampleNest.NEST_PROJECT);
    }

    /** Waits until the product has made its hook at the project. */
    public void awaitHook(long project) {
        Watch.untilTrue(
                "a hook at project " + project,
                Duration.ofSeconds(30),
                () -> !gitlab.hooks(project).isEmpty(),
                this::whereToLook);
    }

    /** How long the newest start took until the product was healthy. */
    public Optional<Duration> startTime() {
        return Optional.ofNullable(startTime);
    }

    /** Pushes the example's eggs with short times, and the push's webhook; the commit. */
    public String pushNest() {
        example.shortened().writeEggs(nest);
        return push("The eggs");
    }

    /** Pushes what was written to the Nest, and the push's webhook; the commit. */
    public String push(String message) {
        var before = nest.push(message);
        gitlab.sendPush(ExampleNest.NEST_PROJECT, NestRepository.BRANCH, before, nest.head());
        return nest.head();
    }

    /** Starts the product, pushes the Nest, and returns when it is synced and GitLab tells of jobs. */
    public void startWithNest() {
        start();
        var commit = pushNest();
        awaitSync(commit);
        awaitHook(DemoEgg.BUILDER.project());
        awaitHook(DemoEgg.ONESHOT.project());
    }

    /** Waits until {@code commit} is synced. */
    public void awaitSync(String commit) {
        Watch.until("sync of " + commit, Duration.ofSeconds(30), () -> product.sync(commit), this::whereToLook);
    }

    /** A job for {@code egg} that waits, its webhook sent; its id. */
    public long enqueue(DemoEgg egg, String... script) {
        return gitlab.enqueue(egg.project(), List.of(egg.tag()), List.of(script), false);
    }

    /** A job for {@code egg} that waits, its webhook lost; its id. */
    public long enqueueSilently(DemoEgg egg, String... script) {
        return gitlab.enqueue(egg.project(), List.of(egg.tag()), List.of(script), true);
    }

    /** The product. */
    public Product product() {
        return product;
    }

    /** The GitLab stand-in. */
    public GitLabStandIn gitlab() {
        return gitlab;
    }

    /** The Nest. */
    public NestRepository nest() {
        return nest;
    }

    /** The example's files as they are pushed. */
    public ExampleNest example() {
        return example.shortened();
    }

    /** The product's data folder. */
    public Path data() {
        return data;
    }

    /** OpenTofu's runs for {@code egg}. */
    public TofuRuns tofuRuns(DemoEgg egg) {
        return new TofuRuns(data, egg.name());
    }

    /** Every secret that was handed to the product or made by it for GitLab. */
    public Set<String> secrets() {
        var all = new HashSet<String>();
        all.add(apiToken);
        product.secret("local://gosling/nest-webhook-secret").ifPresent(all::add);
        var eggs = "local://gitlab/" + gitlab.server().replace(':', '_') + "/";
        List.of(DemoEgg.BUILDER, DemoEgg.ONESHOT)
                .forEach(egg ->
                        product.secret(eggs + egg.name() + "/webhook-secret").ifPresent(all::add));
        return all;
    }

    /** Runners, agents, jobs and OpenTofu: all processes of the folder but the two servers. */
    public List<LocalProcesses.Found> processes() {
        return new LocalProcesses(options.folder()).list(servers());
    }

    private Set<Long> servers() {
        var pids = new HashSet<Long>();
        pids.add(gitlabProcess.pid());
        product.pid().ifPresent(pids::add);
        return pids;
    }

    /** Where to look when something is not as it should be. */
    public String whereToLook() {
        return "logs are in " + options.folder() + " (*.log, data/runs, data/runners)";
    }

    /** Asks the product to end, then ends all other processes; true when the product did as asked. */
    public boolean stop() {
        boolean willingly = product.stop();
        close();
        return willingly;
    }

    /** Ends all processes at once, the product without asking it. */
    @Override
    public void close() {
        product.kill();
        new LocalProcesses(options.folder()).end(servers());
        gitlabProcess.stop(Duration.ofSeconds(5));
    }

    /** Removes the folder; to be called after {@link #close}. */
    public void remove() {
        remove(options.folder());
    }

    static void remove(Path folder) {
        try (var paths = Files.walk(folder)) {
            for (var path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("removing " + folder + ": " + e.getMessage(), e);
        }
    }

    private static URI listening(ChildProgram program) {
        return Watch.until(
                "the GitLab stand-in listening",
                Duration.ofSeconds(30),
                () -> {
                    if (!program.isAlive()) {
                        throw new NotObservedException(program.condition());
                    }
                    var matcher = LISTENING.matcher(program.output());
                    return matcher.find() ? Optional.of(URI.create(matcher.group(1))) : Optional.empty();
                },
                program::condition);
    }

    private static int port(int wanted) {
        if (wanted != 0) {
            return wanted;
        }
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("looking for a free port: " + e.getMessage(), e);
        }
    }

    private static String random() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
