package io.polargosling.simulator.agent;

import java.util.List;

/** Writes the lines of a step as one script for sh that shows each line before running it. */
final class Script {

    private Script() {}

    static String of(List<String> lines) {
        StringBuilder script = new StringBuilder("set -e\n");
        for (String line : lines) {
            String shown = line.strip().lines().findFirst().orElse("");
            boolean several = line.strip().lines().count() > 1;
            script.append("printf '%s\\n' ")
                    .append(quoted("$ " + shown + (several ? " # collapsed multi-line command" : "")))
                    .append('\n')
                    .append(line)
                    .append('\n');
        }
        return script.toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
