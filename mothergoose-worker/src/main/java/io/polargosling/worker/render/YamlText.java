package io.polargosling.worker.render;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Values as YAML 1.1, which cloud-init reads. Words are written as they are unless they mean something else, ASCII that spans
 * lines as a block where that is the same text, everything else in double quotes.
 */
final class YamlText {

    private static final Pattern WORD = Pattern.compile("[a-z][a-z_-]{1,40}");

    private YamlText() {}

    /** The document of {@code value}, made of maps, lists, texts and booleans. */
    static String of(Object value) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setAllowUnicode(false);
        options.setSplitLines(false);
        return new Yaml(new Quoting(options), options).dump(value);
    }

    private static final class Quoting extends Representer {

        Quoting(DumperOptions options) {
            super(options);
            representers.put(String.class, this::text);
        }

        private Node text(Object data) {
            var text = (String) data;
            var style = WORD.matcher(text).matches()
                    ? DumperOptions.ScalarStyle.PLAIN
                    : text.indexOf('\n') >= 0
                            ? DumperOptions.ScalarStyle.LITERAL
                            : DumperOptions.ScalarStyle.DOUBLE_QUOTED;
            return representScalar(Tag.STR, text, style);
        }
    }
}
