package io.polargosling.cli.print;

import io.polargosling.fly.diagnostic.Paint;
import java.util.Map;

/**
 * How the two outputs are coloured.
 *
 * @param out standard output
 * @param err standard error
 */
public record Screen(Paint out, Paint err) {

    /** No colour anywhere. */
    public static Screen plain() {
        return new Screen(Paint.NONE, Paint.NONE);
    }

    /**
     * What a process should do.
     *
     * @param terminals holds the digit 1 when standard output is a terminal, 2 when standard error is
     */
    public static Screen of(Map<String, String> variables, String terminals) {
        boolean wanted = variables.getOrDefault("NO_COLOR", "").isEmpty()
                && !variables.getOrDefault("TERM", "").equals("dumb");
        return new Screen(paint(wanted && terminals.contains("1")), paint(wanted && terminals.contains("2")));
    }

    private static Paint paint(boolean colour) {
        return colour ? Paint.ANSI : Paint.NONE;
    }
}
