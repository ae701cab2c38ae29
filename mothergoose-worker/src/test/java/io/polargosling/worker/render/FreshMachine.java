package io.polargosling.worker.render;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A folder that a machine's programs take for its root, filled by its user data. What they call is either the real thing,
 * of those that change only files, or a stand-in that notes its call; nothing else is on their PATH.
 */
final class FreshMachine {

    private static final List<String> REAL = List.of(
            "cat",
            "cp",
            "cut",
            "find",
            "grep",
            "gzip",
            "install",
            "ln",
            "mkdir",
            "mv",
            "rm",
            "sh",
            "sha256sum",
            "tar",
            "tee");
    private static final Map<String, String> STAND_INS = Map.of(
            "curl", """
                    while [ $# -gt 1 ]; do [ "$1" != -o ] || out=$2; shift; done
                    name=${1##*/}
                    cp "$stub/remote/${name%%\\?*}" "$out" || exit 22
                    """,
            "systemctl", "",
            "poweroff", "",
            "git", "",
            "iptables", """
                    case $* in
                    *' -C '*) grep -qxF -- "$*" "$stub/rules" ;;
                    *' -I '*) echo "$*" | { IFS= read -r rule; echo "${rule%% -I *} -C ${rule#* -I }" >>"$stub/rules"; } ;;
                    esac
                    """,
            "date", "cat \"$stub/now\"\n",
            "pgrep", """
                    case $1 in
                    -x) [ -e "$stub/agent" ] ;;
                    -u) [ -e "$stub/job" ] ;;
                    -f) [ -e "$stub/container" ] ;;
                    esac
                    """,
            "apt-get", "");

    /** What a program came to. */
    record Result(int status, String output) {}

    private final Path root;
    private final Path bin;
    private final Path stub;

    private FreshMachine(Path folder) throws IOException {
        root = Files.createDirectories(folder.resolve("root"));
        bin = Files.createDirectories(folder.resolve("bin"));
        stub = Files.createDirectories(folder.resolve("stub"));
    }

    /** With the files that {@code userData} writes; what can be fetched is put with {@link #remote}. */
    static FreshMachine of(Path folder, String userData) throws IOException {
        var machine = new FreshMachine(folder);
        for (var program : REAL) {
            machine.link(program);
        }
        for (var standIn : STAND_INS.entrySet()) {
            machine.standIn(standIn.getKey(), standIn.getValue());
        }
        for (var file : MachineInputs.files(userData).entrySet()) {
            machine.write(file.getKey(), file.getValue());
        }
        machine.write("/dev/console", "");
        machine.now(1_800_000_000);
        machine.uptime(60);
        return machine;
    }

    private void link(String program) throws IOException {
        for (var folder : List.of("/usr/bin", "/bin")) {
            if (Files.exists(Path.of(folder, program)) && !Files.exists(bin.resolve(program))) {
                Files.createSymbolicLink(bin.resolve(program), Path.of(folder, program));
            }
        }
    }

    /** A program that notes how it was called, then does {@code script}. */
    void standIn(String name, String script) throws IOException {
        var head = "#!/bin/sh\nstub='" + stub + "'\necho \"" + name + " $*\" >>\"$stub/calls\"\n";
        Files.deleteIfExists(bin.resolve(name));
        Files.writeString(bin.resolve(name), head + script);
        Files.setPosixFilePermissions(bin.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    void without(String program) throws IOException {
        Files.delete(bin.resolve(program));
    }

    void remote(String name, byte[] content) throws IOException {
        Files.write(Files.createDirectories(stub.resolve("remote")).resolve(name), content);
    }

    /** A file of the machine. */
    Path path(String path) {
        return root.resolve(path.substring(1));
    }

    void write(String path, String content) throws IOException {
        var file = path(path);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, content);
    }

    String read(String path) throws IOException {
        return Files.readString(path(path));
    }

    /** The wall clock, in seconds since 1970. */
    void now(long seconds) throws IOException {
        Files.writeString(stub.resolve("now"), seconds + "\n");
    }

    /** The clock that counts from the machine's start. */
    void uptime(long seconds) throws IOException {
        write("/proc/uptime", seconds + ".42 17.00\n");
    }

    /** What {@code pgrep} finds: {@code agent}, {@code job}, {@code container}. */
    void runs(String what, boolean yes) throws IOException {
        if (yes) {
            Files.writeString(stub.resolve(what), "");
        } else {
            Files.deleteIfExists(stub.resolve(what));
        }
    }

    /** Every call of a stand-in so far. */
    List<String> calls() throws IOException {
        var calls = stub.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    void forgetCalls() throws IOException {
        Files.deleteIfExists(stub.resolve("calls"));
    }

    /** Runs one of the machine's programs. */
    Result run(String program) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                "/bin/sh", path("/usr/local/lib/gosling/" + program).toString());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", bin.toString(), "GOSLING_ROOT", root.toString()));
        builder.redirectErrorStream(true);
        var process = builder.start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(program + " does not end: " + output);
        }
        return new Result(process.exitValue(), output);
    }
}
