package io.polargosling.worker.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.worker.render.ProviderMirror;
import io.polargosling.worker.render.StateBackend;
import io.polargosling.worker.render.WorkspaceInputs;
import io.polargosling.worker.render.WorkspaceRenderer;
import io.polargosling.worker.tofu.OpenTofu;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real OpenTofu makes of the mirror, with every way to the network leading to a port that is watched. */
class OfflineInitTest {

    private static final String AWS = "hashicorp/aws";
    private static final Set<CloudProvider> CLOUDS = Set.of(CloudProvider.AWS);
    private static final int PARALLEL = Integer.getInteger("gosling.mirror.inits", 4);

    @TempDir
    private Path folder;

    private final MutableClock clock = MutableClock.create();
    private FilledCache filled;
    private ServerSocket proxy;

    private record Init(int exit, String said, Path workspace) {

        Path lock() {
            return workspace.resolve(".terraform.lock.hcl");
        }

        Path provider(String version) {
            return workspace.resolve(
                    ".terraform/providers/registry.opentofu.org/" + AWS + "/" + version + "/linux_amd64");
        }
    }

    @BeforeEach
    void open() throws IOException {
        filled = new FilledCache(folder);
        proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
    }

    private CachedMirror mirror(boolean direct) {
        return new CachedMirror(
                filled.cache, new MirrorFolders(folder.resolve("tofu-mirror"), FilledCache.OWN, clock), direct, clock);
    }

    @Test
    void init_filledMirror_takesTheProviderFromItWithoutTheNetwork() throws Exception {
        filled.useLocked(AWS, "6.62.0");

        var init = init("one", mirror(false).current(CLOUDS));

        assertThat(init.exit()).as(init.said()).isZero();
        assertThat(Files.isSymbolicLink(init.provider("6.62.0"))).isTrue();
        assertThat(init.lock()).content().contains("6.62.0", "h1:");
        assertNobodyCalled();
    }

    @Test
    void init_emptyMirror_failsWithoutTheNetwork() throws Exception {
        var init = init("one", mirror(false).current(CLOUDS));

        assertThat(init.exit()).isEqualTo(1);
        assertThat(init.said()).contains("hashicorp/aws");
        assertNobodyCalled();
    }

    @Test
    void init_emptyMirrorAndDirectAllowed_asksTheRegistry() throws Exception {
        var asked = new AtomicBoolean();
        var listener = Thread.ofVirtual().start(() -> {
            try (var call = proxy.accept()) {
                asked.set(call.isConnected());
                proxy.close();
            } catch (IOException e) {
                // The test says that nobody has asked.
            }
        });

        var init = init("one", mirror(true).current(CLOUDS));

        assertThat(init.exit()).isEqualTo(1);
        assertThat(init.workspace().resolve(".tofurc")).content().contains("direct {}");
        listener.join(Duration.ofSeconds(5));
        assertThat(asked).isTrue();
    }

    @Test
    void init_cacheWasUpdated_takesTheNewVersion() throws Exception {
        filled.useLocked(AWS, "6.62.0");
        var mirror = mirror(false);
        init("one", mirror.current(CLOUDS));
        filled.useLocked(AWS, "6.63.0");
        clock.advance(Duration.ofMinutes(1));

        var init = init("two", mirror.current(CLOUDS));

        assertThat(init.exit()).as(init.said()).isZero();
        assertThat(init.provider("6.63.0")).isDirectory();
        assertThat(init.provider("6.62.0")).doesNotExist();
    }

    @Test
    void init_mirrorWasTamperedWith_isRefusedByTheLockFile() throws Exception {
        filled.useLocked(AWS, "6.62.0");
        var mirror = mirror(false).current(CLOUDS);
        var program = mirror.folder()
                .resolve("registry.opentofu.org/hashicorp/aws/6.62.0/linux_amd64/terraform-provider-aws_v6.62.0");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(program, "something else");

        var init = init("one", mirror);

        assertThat(init.exit()).isEqualTo(1);
        assertThat(init.said()).contains("checksum");
    }

    @Test
    void init_manyAtOnce_allSucceed() throws Exception {
        filled.useLocked(AWS, "6.62.0");
        var mirror = mirror(false);
        var tasks = new ArrayList<Callable<Init>>();
        for (int i = 0; i < PARALLEL; i++) {
            var name = "egg-" + i;
            tasks.add(() -> init(name, mirror.current(CLOUDS)));
        }

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var result : threads.invokeAll(tasks)) {
                assertThat(result.get().exit()).as(result.get().said()).isZero();
            }
        }
        assertNobodyCalled();
    }

    /** A root module as it is rendered, and a need for the provider. */
    private Init init(String name, ProviderMirror mirror) throws IOException, InterruptedException {
        var workspace = Files.createDirectory(folder.resolve(name));
        var tofu = OpenTofu.find();
        var inputs = WorkspaceInputs.local(
                tofu.version(),
                new StateBackend.LocalFile(workspace.resolve("state/terraform.tfstate")),
                mirror,
                Map.of());
        new WorkspaceRenderer().render(inputs, workspace);
        Files.writeString(workspace.resolve("needs.tf"), FilledCache.needs(AWS));
        var said = folder.resolve(name + ".txt");
        var builder = new ProcessBuilder(tofu.path().toString(), "init", "-no-color")
                .directory(workspace.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        var closed = "http://127.0.0.1:" + proxy.getLocalPort();
        builder.environment().keySet().removeAll(List.of("NO_PROXY", "no_proxy"));
        builder.environment()
                .putAll(Map.of(
                        "TF_CLI_CONFIG_FILE", workspace.resolve(".tofurc").toString(),
                        "HTTPS_PROXY", closed,
                        "HTTP_PROXY", closed));
        var process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Init(process.exitValue(), Files.readString(said), workspace);
    }

    private void assertNobodyCalled() throws IOException {
        proxy.setSoTimeout(1);
        try (var call = proxy.accept()) {
            throw new AssertionError("somebody called from " + call.getRemoteSocketAddress());
        } catch (SocketTimeoutException e) {
            assertThat(e).isNotNull();
        }
    }
}
