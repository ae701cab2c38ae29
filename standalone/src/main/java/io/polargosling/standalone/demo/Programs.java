package io.polargosling.standalone.demo;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The programs of a checkout that was built, and what they are started with.
 *
 * @param checkout root of the source tree
 * @param javaHome the JDK that runs them
 */
public record Programs(Path checkout, Path javaHome) {

    /** The programs of {@code checkout}, run by the JDK of this process. */
    public static Programs of(Path checkout) {
        var programs = new Programs(checkout.toAbsolutePath().normalize(), Path.of(System.getProperty("java.home")));
        for (var needed : List.of(programs.product(), programs.gosling(), programs.gitlab(), programs.agent())) {
            if (!Files.isExecutable(needed)) {
                throw new IllegalStateException("looking for the programs: " + needed
                        + " is not there (expected: a built checkout; make package builds it)");
            }
        }
        return programs;
    }

    Path product() {
        return checkout.resolve("standalone/target/standalone/bin/polar-gosling");
    }

    Path gosling() {
        return checkout.resolve("gosling-cli/target/gosling/bin/gosling");
    }

    Path gitlab() {
        return checkout.resolve("gitlab-simulator/target/agent/bin/gitlab-simulator");
    }

    private Path agent() {
        return checkout.resolve("gitlab-simulator/target/agent/bin/gitlab-runner");
    }

    Path exampleNest() {
        return checkout.resolve("examples/nest");
    }

    /**
     * The environment of a sandbox: our own, with this JDK and these programs, the stand-in agent included, before all
     * others.
     */
    Map<String, String> environment() {
        var environment = withPath(List.of(binaries(), folder(gosling()), folder(agent()), ownPath()));
        // They would speak of another Nest or another OpenTofu configuration than the sandbox's.
        environment.keySet().removeIf(name -> name.startsWith("GOSLING_") || name.startsWith("TF_"));
        return environment;
    }

    /** Our own environment with this JDK and gosling; the stand-in agent is used only where there is no other. */
    Map<String, String> environmentForOwnNest() {
        return withPath(List.of(binaries(), folder(gosling()), ownPath(), folder(agent())));
    }

    private Map<String, String> withPath(List<String> folders) {
        var environment = new HashMap<>(System.getenv());
        environment.put("PATH", String.join(File.pathSeparator, folders));
        environment.put("JAVA_HOME", javaHome.toString());
        return environment;
    }

    private String binaries() {
        return javaHome.resolve("bin").toString();
    }

    private static String ownPath() {
        return Optional.ofNullable(System.getenv("PATH")).orElse("/usr/local/bin:/usr/bin:/bin");
    }

    private static String folder(Path program) {
        return String.valueOf(program.getParent());
    }
}
