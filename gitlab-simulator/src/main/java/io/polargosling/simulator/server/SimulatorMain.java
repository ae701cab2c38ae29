package io.polargosling.simulator.server;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs the stand-in as a program: {@code gitlab-simulator [--port N] [--gitlab-version V]}. */
public final class SimulatorMain {

    private SimulatorMain() {}

    /** Serves until SIGTERM or SIGINT. */
    public static void main(String[] args) throws IOException, InterruptedException {
        GitLabSimulator.Options options;
        try {
            options = parse(List.of(args));
        } catch (IllegalArgumentException e) {
            System.err.println("gitlab simulator: " + e.getMessage());
            System.err.println("usage: gitlab-simulator [--port N] [--gitlab-version V]");
            System.exit(2);
            return;
        }
        GitLabSimulator simulator = GitLabSimulator.start(options);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            simulator.close();
                            // Being told to stop is the ordinary end, and not the JVM's 143.
                            Runtime.getRuntime().halt(0);
                        },
                        "stop"));
        System.out.println("gitlab simulator listening url=" + simulator.url());
        System.out.flush();
        new CountDownLatch(1).await();
    }

    static GitLabSimulator.Options parse(List<String> args) {
        GitLabSimulator.Options options = GitLabSimulator.Options.defaults();
        for (int i = 0; i < args.size(); i += 2) {
            String flag = args.get(i);
            if (i + 1 >= args.size()) {
                throw new IllegalArgumentException(flag + " without a value");
            }
            options = switch (flag) {
                case "--port" -> options.withPort(port(args.get(i + 1)));
                case "--gitlab-version" -> options.withVersion(args.get(i + 1));
                default -> throw new IllegalArgumentException("unknown option " + flag);
            };
        }
        return options;
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Reported below together with numbers out of range.
        }
        throw new IllegalArgumentException("--port " + text + " (expected: 0 to 65535)");
    }
}
