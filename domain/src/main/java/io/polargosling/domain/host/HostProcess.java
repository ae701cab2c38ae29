package io.polargosling.domain.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that can be told from every other, also from a later one with the same number.
 *
 * @param host this host, this boot and this process-number space
 * @param pid process number
 * @param start when it started, in the kernel's ticks since boot
 */
public record HostProcess(String host, long pid, long start) {

    private static final String THIS_HOST = readHost();

    /** This process. */
    public static HostProcess current() {
        long pid = ProcessHandle.current().pid();
        return new HostProcess(THIS_HOST, pid, startOf(pid).orElse(0L));
    }

    /** The id of this host; the same for two processes only when they can see each other's numbers. */
    public static String thisHost() {
        return THIS_HOST;
    }

    /** What this host calls itself now; other hosts may have that name too. Empty when it cannot be told. */
    public static Optional<String> thisHostName() {
        try {
            return Optional.of(Files.readString(Path.of("/proc/sys/kernel/hostname"))
                            .strip())
                    .filter(name -> !name.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** When the live process {@code pid} of this host started; empty when there is none, or only its remains. */
    public static Optional<Long> startOf(long pid) {
        try {
            // The command in parentheses may hold blanks and parentheses itself; what follows the last ')' is regular.
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            boolean dead = "Z".equals(fields[0]) || "X".equals(fields[0]);
            return dead ? Optional.empty() : Optional.of(Long.parseLong(fields[19]));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** True when this process ran on this host and runs no more. False when that is not known for certain. */
    public boolean isCertainlyDead() {
        return host.equals(THIS_HOST) && startOf(pid).filter(s -> s == start).isEmpty();
    }

    /** One line that {@link #parse} reads back. */
    @Override
    public String toString() {
        return host + ":" + pid + ":" + start;
    }

    /** The process a line of {@link #toString} stands for; empty when it is no such line. */
    public static Optional<HostProcess> parse(String text) {
        int second = text.lastIndexOf(':');
        int first = text.lastIndexOf(':', second - 1);
        if (first < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new HostProcess(
                    text.substring(0, first),
                    Long.parseLong(text, first + 1, second, 10),
                    Long.parseLong(text, second + 1, text.length(), 10)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String readHost() {
        try {
            String boot =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            // The inode of the process-number space: containers of one kernel share the boot id.
            String space = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            return boot + "-" + space.replaceAll("[^0-9]", "");
        } catch (IOException e) {
            // Without /proc no process of an earlier start can be recognised, so each start is a host of its own.
            return "unknown-" + java.util.UUID.randomUUID();
        }
    }
}
