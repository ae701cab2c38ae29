package io.polargosling.cli;

import io.polargosling.cli.print.Screen;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What came of one command. */
record Gosling(int code, String out, String err) {

    /** Runs a command in this process, with nothing to read. */
    static Gosling run(Object... arguments) {
        return withInput("", arguments);
    }

    /** As {@link #run}, with something to read. */
    static Gosling withInput(String input, Object... arguments) {
        return on(Screen.plain(), input, arguments);
    }

    /** As {@link #withInput}, on a screen that may have colours. */
    static Gosling on(Screen screen, String input, Object... arguments) {
        return in(Map.of(), screen, input, arguments);
    }

    /** Runs a command in this process, as if with these environment variables. */
    static Gosling with(Map<String, String> variables, Object... arguments) {
        return in(variables, Screen.plain(), "", arguments);
    }

    private static Gosling in(Map<String, String> variables, Screen screen, String input, Object... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        List<String> line = List.of(arguments).stream().map(String::valueOf).toList();
        int code = GoslingCli.commandLine(line, variables, in, screen)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(line.toArray(String[]::new));
        return new Gosling(code, out.toString(), err.toString());
    }
}
