package io.polargosling.fly.decode;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.diagnostic.DidYouMean;
import io.polargosling.fly.eval.Evaluated;
import io.polargosling.fly.eval.Evaluator;
import io.polargosling.fly.eval.FlyValue;
import io.polargosling.fly.eval.Functions;
import io.polargosling.fly.eval.GivenValue;
import io.polargosling.fly.eval.Inputs;
import io.polargosling.fly.eval.Scope;
import io.polargosling.fly.eval.Variable;
import io.polargosling.fly.source.SourceRange;
import io.polargosling.fly.syntax.Attribute;
import io.polargosling.fly.syntax.Block;
import io.polargosling.fly.syntax.Body;
import io.polargosling.fly.syntax.Expression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code variable} and {@code locals} blocks of a file and makes the evaluator for the rest of it. */
final class ScopeReader {

    private final Diagnostics diagnostics;
    private final boolean complete;
    private final boolean sharedFile;
    private final SharedScope shared;
    private final Map<String, Variable> variables;
    private final Map<String, Attribute> locals = new LinkedHashMap<>();

    /** For a file that sees {@code shared} and whose own names nobody else sees. */
    ScopeReader(SharedScope shared, Diagnostics diagnostics, boolean complete) {
        this(shared, diagnostics, complete, false);
    }

    /** For the file all others see. */
    static ScopeReader ofSharedFile(Inputs inputs, Diagnostics diagnostics, boolean complete) {
        return new ScopeReader(SharedScope.of(inputs), diagnostics, complete, true);
    }

    private ScopeReader(SharedScope shared, Diagnostics diagnostics, boolean complete, boolean sharedFile) {
        this.shared = shared;
        this.sharedFile = sharedFile;
        this.diagnostics = diagnostics;
        this.complete = complete;
        this.variables = new LinkedHashMap<>(shared.variables());
    }

    /** The evaluator; every local has been evaluated by it. */
    Evaluator read(Body body) {
        var literals = new Evaluator(Scope.empty(), Functions.standard(), diagnostics);
        var context = new DecodeContext(literals, diagnostics, NO_CHECKERS, complete);
        for (Block block : body.blocks("variable")) {
            variable(context, block);
        }
        for (Block block : body.blocks("locals")) {
            locals(context, block);
        }
        reportUnknownInputs();
        var scope = new Scope(variables, locals, shared.locals(), Map.of("nest", nest()));
        var evaluator = new Evaluator(scope, Functions.standard(), diagnostics);
        evaluator.evaluateLocals();
        return evaluator;
    }

    /** What other files see of this one, after {@link #read}. */
    SharedScope share(Evaluator evaluator) {
        var values = new LinkedHashMap<String, Optional<Evaluated>>();
        locals.keySet().forEach(name -> values.put(name, evaluator.local(name)));
        return new SharedScope(variables, values, shared.inputs());
    }

    private static final Checkers NO_CHECKERS = Checkers.none();

    private void variable(DecodeContext context, Block block) {
        var outer = new BlockReader(context, "file", new Body(List.of(block), block.range()), block.range());
        for (BlockReader.Labelled found : outer.labelled("variable")) {
            BlockReader reader = found.reader();
            int errors = diagnostics.errorCount();
            Optional<TypeConstraint> type =
                    reader.attribute("type").expression().flatMap(this::type);
            boolean sensitive =
                    reader.attribute("sensitive").bool().map(Located::value).orElse(reader.has("sensitive"));
            if (sensitive && reader.has("default")) {
                diagnostics.hide(reader.valueRange("default"));
            }
            reader.attribute("description").text();
            Optional<Located<Evaluated>> initial = sensitive
                    ? sensitiveDefault(context, reader)
                    : reader.attribute("default").any();
            initial.ifPresent(value -> type.ifPresent(expected -> check(context, expected, value, sensitive)));
            reader.finish();
            declare(new Variable(
                    found.name().value(),
                    given(found.name().value(), type, initial, sensitive),
                    sensitive,
                    diagnostics.errorCount() > errors,
                    found.name().range()));
        }
    }

    /** Of a sensitive value no message may tell more than that it is wrong. */
    private static Optional<Located<Evaluated>> sensitiveDefault(DecodeContext context, BlockReader reader) {
        Optional<Expression> written = reader.attribute("default").expression();
        if (written.isEmpty() || written.get() instanceof Expression.Erroneous) {
            return Optional.empty();
        }
        SourceRange range = written.get().range();
        Optional<Evaluated> value = context.evaluator().evaluateSilently(written.get());
        if (value.isEmpty()) {
            context.error(
                    "invalid-value", "Invalid value", "The default of the sensitive variable has no value.", range);
        }
        return value.map(found -> new Located<>(found, range, true));
    }

    /** What is given from outside, else the default. */
    private Optional<FlyValue> given(
            String name, Optional<TypeConstraint> declared, Optional<Located<Evaluated>> initial, boolean sensitive) {
        Optional<FlyValue> fallback = initial.map(value -> value.value().value());
        GivenValue given = shared.inputs().variables().get(name);
        if (given == null) {
            return fallback;
        }
        Optional<TypeConstraint> type = declared.isEmpty() && given instanceof GivenValue.Text
                ? fallback.flatMap(TypeConstraint::loose)
                : declared;
        return new GivenReader(diagnostics).read(name, given, type, sensitive);
    }

    /** The names a shared file does not declare may be those of a single file, so only the latter reports. */
    private void reportUnknownInputs() {
        if (sharedFile) {
            return;
        }
        shared.inputs().variables().forEach((name, given) -> {
            if (!variables.containsKey(name)) {
                diagnostics.hide(given.range());
                diagnostics.add(Diagnostic.error(
                                "unknown-reference",
                                "Unknown variable",
                                "A value is given for the variable \"%s\", which is not declared.".formatted(name),
                                given.range())
                        .suggesting(DidYouMean.advice(name, variables.keySet())));
            }
        });
    }

    private FlyValue nest() {
        Inputs inputs = shared.inputs();
        return FlyValue.ObjectValue.of(
                Map.of("name", FlyValue.of(inputs.nestName()), "commit", FlyValue.of(inputs.nestCommit())));
    }

    private static void check(DecodeContext context, TypeConstraint type, Located<Evaluated> value, boolean sensitive) {
        if (!type.accepts(value.value().value())) {
            context.error(
                    "wrong-type",
                    "Wrong type",
                    "The default of the variable does not fit its type (expected: %s, found: %s)."
                            .formatted(type, GivenReader.found(value.value().value(), sensitive)),
                    value.range());
        }
    }

    private void declare(Variable variable) {
        Variable first = variables.get(variable.name());
        if (first != null) {
            duplicate("variable", variable.name(), first.range(), variable.range());
        } else {
            variables.put(variable.name(), variable);
        }
    }

    private void locals(DecodeContext context, Block block) {
        if (!block.labels().isEmpty() || !block.body().blocks().isEmpty()) {
            context.error(
                    "labels",
                    "Invalid locals",
                    "A locals block has no label and holds attributes only.",
                    block.header());
        }
        for (Attribute attribute : block.body().attributes()) {
            Attribute first = locals.putIfAbsent(attribute.name(), attribute);
            // Twice in one block is what the parser reports.
            boolean inSameBlock = first != null
                    && first.range().startOffset() >= block.range().startOffset();
            if (first != null && !inSameBlock) {
                duplicate("local", attribute.name(), first.nameRange(), attribute.nameRange());
            } else if (shared.locals().containsKey(attribute.name())) {
                context.error(
                        "duplicate-name",
                        "Name declared twice",
                        "The local \"" + attribute.name() + "\" is already declared for all files.",
                        attribute.nameRange());
            }
        }
    }

    private void duplicate(String what, String name, SourceRange first, SourceRange second) {
        diagnostics.add(Diagnostic.error(
                "duplicate-name",
                "Name declared twice",
                "The %s \"%s\" is already declared at %s.".formatted(what, name, first),
                second));
    }

    private Optional<TypeConstraint> type(Expression expression) {
        Optional<TypeConstraint> type = TypeConstraint.of(expression);
        if (type.isEmpty() && !(expression instanceof Expression.Erroneous)) {
            diagnostics.add(Diagnostic.error(
                    "invalid-value",
                    "Invalid type",
                    "The types are string, number, bool, list(T) and map(T), without quotes.",
                    expression.range()));
        }
        return type;
    }
}
