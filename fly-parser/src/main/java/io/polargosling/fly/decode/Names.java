package io.polargosling.fly.decode;

import io.polargosling.fly.eval.FlyValue;
import io.polargosling.fly.syntax.BlockLabel;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Judges the labels of blocks that name something. */
final class Names {

    private Names() {}

    /** The label of a block that names a {@code what}. */
    static Located<String> label(DecodeContext context, BlockLabel label, String what) {
        var name = new Located<>(label.value(), label.range());
        check(context, name, what);
        return name;
    }

    static void check(DecodeContext context, Located<String> name, String what) {
        Texts.name(name.value())
                .ifPresent(problem -> context.error(
                        "invalid-name",
                        "Invalid name",
                        "The name of the %s is %s (%s, at character %d)."
                                .formatted(
                                        what,
                                        FlyValue.of(name.value()).describe(),
                                        problem.message(),
                                        problem.offset() + 1),
                        name.range()));
    }

    /** The object behind {@code egg.name} and the like. */
    static FlyValue object(Located<String> name) {
        return FlyValue.ObjectValue.of(Map.of("name", FlyValue.of(name.value())));
    }

    /** Reports blocks of one type whose names are equal but for letter case. */
    static void checkUnique(DecodeContext context, List<BlockReader.Labelled> blocks, String type) {
        var first = new HashMap<String, Located<String>>();
        for (BlockReader.Labelled block : blocks) {
            Located<String> name = block.name();
            Located<String> earlier = first.putIfAbsent(name.value().toLowerCase(Locale.ROOT), name);
            if (earlier != null) {
                String rule = earlier.value().equals(name.value())
                        ? "There is already a %s \"%s\" at %s."
                        : "There is already a %s \"%s\" at %s; names must differ in more than letter case.";
                context.error(
                        "duplicate-name",
                        "Name declared twice",
                        rule.formatted(type, earlier.value(), earlier.range()),
                        name.range());
            }
        }
    }
}
