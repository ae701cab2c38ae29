package io.polargosling.standalone.demo;

import io.polargosling.standalone.demo.ExampleNest.DemoEgg;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** {@code make run}: everything on fixed ports of this machine until Ctrl-C. */
public final class Run {

    private static final int API_PORT = 8600;
    private static final int GITLAB_PORT = 8929;

    private Run() {}

    /** Runs until it is told to stop; with {@code NEST_URL} set, for that Nest and without the GitLab stand-in. */
    public static void main(String[] args) throws InterruptedException {
        var folder = Demo.checkout().toAbsolutePath().normalize().resolve(".run");
        try {
            var nest = Optional.ofNullable(System.getenv("NEST_URL")).filter(url -> !url.isBlank());
            if (nest.isPresent()) {
                ownNest(folder.resolve("own"), nest.get());
            } else {
                example(folder.resolve("example"));
            }
        } catch (RuntimeException e) {
            System.err.println("make run: " + e.getMessage());
            System.exit(1);
        }
        new CountDownLatch(1).await();
    }

    private static void example(Path folder) {
        if (Files.exists(folder)) {
            Sandbox.remove(folder);
        }
        var options = new Sandbox.Options(Demo.checkout(), folder, API_PORT, GITLAB_PORT, List.of());
        var sandbox = Sandbox.prepare(options);
        sandbox.start();
        sandbox.pushNest();
        print(sandbox.product(), sandbox.startTime().orElseThrow());
        System.out.printf(
                """
                GitLab stand-in  %s
                Nest             %s (working copy: %s)

                a job that waits:
                  curl -s %s/simulator/jobs -d '%s'
                how it goes:
                  curl -s %s/simulator/jobs

                %s
                Ctrl-C ends everything, the runners included: nothing would manage them any more.
                """,
                sandbox.gitlab().url(),
                sandbox.nest().url(),
                folder.resolve("nest"),
                sandbox.gitlab().url(),
                job(),
                sandbox.gitlab().url(),
                sandbox.whereToLook());
    }

    private static String job() {
        var egg = DemoEgg.BUILDER;
        return "{\"project_id\": %d, \"name\": \"hello\", \"tags\": [\"%s\"], \"script\": [\"echo hello\"]}"
                .formatted(egg.project(), egg.tag());
    }

    private static void ownNest(Path folder, String url) {
        var programs = Programs.of(Demo.checkout());
        makeFolder(folder);
        var everything = new LocalProcesses(folder);
        var product = new Product(
                programs.product(),
                programs.environmentForOwnNest(),
                new Product.Place(folder, API_PORT),
                List.of("--gosling.nest.url=" + url));
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            product.stop();
                            everything.end(Set.of());
                        },
                        "end-all"));
        print(product, product.start());
        System.out.printf("""
                Nest             %s
                webhooks         %s/webhooks/gitlab; until they are set up, projects and Nest are polled
                secrets          gosling secret set local://... --data %s

                %s
                Ctrl-C ends everything, local runners included: nothing would manage them any more.
                """, url, product.url(), folder.resolve("data"), "log: " + product.log());
    }

    private static void print(Product product, Duration startTime) {
        System.out.printf(
                Locale.ROOT,
                """
                polar-gosling is up after %.1f s

                API              %s
                admin token      %s
                  curl -s -H 'Authorization: Bearer %s' %s/runners
                """,
                startTime.toMillis() / 1000.0,
                product.url(),
                product.adminToken(),
                product.adminToken(),
                product.url());
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("making the folder " + folder + ": " + e.getMessage(), e);
        }
    }
}
