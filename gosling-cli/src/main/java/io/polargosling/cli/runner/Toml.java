package io.polargosling.cli.runner;

import java.util.Collection;
import java.util.stream.Collectors;

/** Writes TOML values; whatever the text holds, it reads back as itself. */
final class Toml {

    private Toml() {}

    static String string(String text) {
        var out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (Character.isISOControl(c)) {
                        out.append(String.format("\\u%04X", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    static String strings(Collection<String> texts) {
        return texts.stream().map(Toml::string).collect(Collectors.joining(", ", "[", "]"));
    }
}
