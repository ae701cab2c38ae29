package io.polargosling.worker.tofu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** The memory of this host or, where that is less, of the control group this process is in; all in bytes. */
final class HostMemory {

    private static final long KIB = 1024;

    private final Path root;

    HostMemory() {
        this(Path.of("/"));
    }

    /** @param root where {@code proc} and {@code sys} are */
    HostMemory(Path root) {
        this.root = root;
    }

    /** All there is; very much when it cannot be told. */
    long total() {
        return Math.min(fromMeminfo("MemTotal:"), groupLimit().orElse(Long.MAX_VALUE));
    }

    /** What more may be taken now; very much when it cannot be told. */
    long available() {
        var limit = groupLimit();
        long ofHost = fromMeminfo("MemAvailable:");
        return limit.isEmpty() ? ofHost : Math.min(ofHost, Math.max(0, limit.getAsLong() - groupUse()));
    }

    private OptionalLong groupLimit() {
        var limit = number(group() + "memory.max");
        return limit.isPresent() ? limit : number("sys/fs/cgroup/memory/memory.limit_in_bytes");
    }

    /** The folder of this process's group; in a container that is the topmost one there is. */
    private String group() {
        var own = lines("proc/self/cgroup").stream()
                .filter(line -> line.startsWith("0::/"))
                .map(line -> "sys/fs/cgroup/" + line.substring("0::/".length()) + "/")
                .filter(folder -> Files.exists(root.resolve(folder).resolve("memory.max")))
                .findFirst();
        return own.orElse("sys/fs/cgroup/");
    }

    /** Without pages of files, which are given up when they are needed. */
    private long groupUse() {
        var second = number(group() + "memory.current");
        long used = second.isPresent()
                ? second.getAsLong()
                : number("sys/fs/cgroup/memory/memory.usage_in_bytes").orElse(0);
        var files = second.isPresent()
                ? field(group() + "memory.stat", "inactive_file ")
                : field("sys/fs/cgroup/memory/memory.stat", "total_inactive_file ");
        return used - files.orElse(0);
    }

    private long fromMeminfo(String name) {
        var value = field("proc/meminfo", name);
        return value.isPresent() ? value.getAsLong() * KIB : Long.MAX_VALUE / 2;
    }

    private OptionalLong field(String file, String name) {
        return lines(file).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst();
    }

    /** Empty when there is no such file, or it holds a word such as {@code max}. */
    private OptionalLong number(String file) {
        return lines(file).stream()
                .filter(line -> line.matches("[0-9]{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(root.resolve(file));
        } catch (IOException e) {
            return List.of();
        }
    }
}
