package io.polargosling.worker.render;

import java.util.Map;

/** Values as a shell takes them, whatever is in them. */
final class ShellWords {

    private ShellWords() {}

    /** One word that is {@code value}, which holds no NUL. */
    static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }

    /** A line for each variable that gives it its value; the names are known to be names. */
    static String assignments(Map<String, String> variables) {
        var text = new StringBuilder();
        variables.forEach((name, value) ->
                text.append(name).append('=').append(quoted(value)).append('\n'));
        return text.toString();
    }
}
