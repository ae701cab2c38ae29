package io.polargosling.fly.decode;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.eval.Evaluated;
import io.polargosling.fly.eval.EvaluatedBlock;
import io.polargosling.fly.eval.EvaluatedFile;
import io.polargosling.fly.eval.Evaluator;
import io.polargosling.fly.eval.FlyValue;
import io.polargosling.fly.print.Printer;
import io.polargosling.fly.syntax.Attribute;
import io.polargosling.fly.syntax.Block;
import io.polargosling.fly.syntax.BlockLabel;
import io.polargosling.fly.syntax.Body;
import io.polargosling.fly.syntax.Expression;
import io.polargosling.fly.syntax.ParseResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Evaluates every expression of a file without asking what its blocks and attributes mean. */
public final class FileEvaluator {

    /** What a secret may look like here; whether it is a right one is for the schema to say. */
    private static final Pattern SECRET_URI = Pattern.compile("[a-z][a-z0-9-]{0,30}://[^\\s@]+");

    /** How the inside of a block calls the block itself. */
    private static final Map<String, String> ROOTS =
            Map.of("egg", "egg", "eggsbucket", "egg", "repo", "repo", "job", "job");

    private final Diagnostics diagnostics = new Diagnostics();
    private final Set<String> secretNames;

    private FileEvaluator(Set<String> secretNames) {
        this.secretNames = secretNames;
    }

    /** The value is there exactly when there is no error; under one of {@code secretNames} only a URI is shown. */
    public static DecodeResult<EvaluatedFile> evaluate(
            ParseResult parsed, SharedScope shared, Set<String> secretNames) {
        return new FileEvaluator(secretNames).file(parsed, shared);
    }

    private DecodeResult<EvaluatedFile> file(ParseResult parsed, SharedScope shared) {
        diagnostics.addAll(parsed.diagnostics());
        diagnostics.hideAll(parsed.hidden());
        Evaluator evaluator = new ScopeReader(shared, diagnostics, parsed.complete()).read(parsed.body());
        var file = new EvaluatedFile(attributes(parsed.body(), evaluator), blocks(parsed.body(), evaluator));
        return new DecodeResult<>(diagnostics.hasErrors() ? Optional.empty() : Optional.of(file), diagnostics.toList());
    }

    private List<EvaluatedBlock> blocks(Body body, Evaluator evaluator) {
        var blocks = new ArrayList<EvaluatedBlock>();
        for (Block block : body.blocks()) {
            blocks.add(block(block, evaluator));
        }
        return blocks;
    }

    private EvaluatedBlock block(Block block, Evaluator outer) {
        List<String> labels = block.labels().stream().map(BlockLabel::value).toList();
        if (block.type().equals("variable")) {
            return new EvaluatedBlock("variable", labels, declaration(block.body(), outer), List.of());
        }
        if (block.type().equals("locals")) {
            return new EvaluatedBlock("locals", labels, locals(block.body(), outer), List.of());
        }
        String root = ROOTS.get(block.type());
        Evaluator evaluator = root != null && labels.size() == 1
                ? outer.withRoot(root, FlyValue.ObjectValue.of(Map.of("name", FlyValue.of(labels.getFirst()))))
                : outer;
        return new EvaluatedBlock(
                block.type(), labels, attributes(block.body(), evaluator), blocks(block.body(), evaluator));
    }

    private SortedMap<String, Evaluated> attributes(Body body, Evaluator evaluator) {
        var attributes = new TreeMap<String, Evaluated>();
        for (Attribute attribute : body.attributes()) {
            Optional<Evaluated> value = secretNames.contains(attribute.name())
                    ? secret(attribute, evaluator)
                    : evaluator.evaluate(attribute.value());
            value.ifPresent(found -> attributes.put(attribute.name(), found));
        }
        return attributes;
    }

    private Optional<Evaluated> secret(Attribute attribute, Evaluator evaluator) {
        diagnostics.hide(attribute.value().range());
        Optional<Evaluated> found = evaluator.evaluateSilently(attribute.value());
        if (found.isEmpty() && !(attribute.value() instanceof Expression.Erroneous)) {
            diagnostics.add(Diagnostic.error(
                    "secret-scheme",
                    "Not a secret URI",
                    "\"%s\" takes the URI of a secret, but the expression here has no value."
                            .formatted(attribute.name()),
                    attribute.value().range()));
        }
        return found.map(value -> new Evaluated(value.value(), value.sensitive() || !isUri(value.value())));
    }

    private static boolean isUri(FlyValue value) {
        return value instanceof FlyValue.NullValue
                || (value instanceof FlyValue.StringValue(String text)
                        && SECRET_URI.matcher(text).matches());
    }

    /** The scope's reader has evaluated these already and reported what is wrong with them. */
    private static SortedMap<String, Evaluated> locals(Body body, Evaluator evaluator) {
        var locals = new TreeMap<String, Evaluated>();
        for (Attribute attribute : body.attributes()) {
            evaluator.local(attribute.name()).ifPresent(value -> locals.put(attribute.name(), value));
        }
        return locals;
    }

    private static SortedMap<String, Evaluated> declaration(Body body, Evaluator evaluator) {
        var attributes = new TreeMap<String, Evaluated>();
        for (Attribute attribute : body.attributes()) {
            Optional<Evaluated> value = attribute.name().equals("type")
                    ? Optional.of(new Evaluated(FlyValue.of(Printer.print(attribute.value())), false))
                    : evaluator.evaluateSilently(attribute.value());
            value.ifPresent(found -> attributes.put(attribute.name(), found));
        }
        Evaluated initial = attributes.get("default");
        Evaluated sensitive = attributes.get("sensitive");
        if (initial != null && sensitive != null && !sensitive.value().equals(FlyValue.of(false))) {
            attributes.put("default", new Evaluated(initial.value(), true));
        }
        return attributes;
    }
}
