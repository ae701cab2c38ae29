package io.polargosling.fly.decode;

import io.polargosling.fly.syntax.Block;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decodes the {@code uglyfox} block. */
final class UglyFoxDecoder {

    private static final int DEFAULT_FAILURES = 3;
    private static final Duration DEFAULT_AGE = Duration.ofHours(24);
    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(5);
    private static final Map<String, UglyFoxFile.Action> ACTIONS = Words.of(
            "terminate", UglyFoxFile.Action.TERMINATE,
            "demote_to_nadir", UglyFoxFile.Action.DEMOTE_TO_NADIR,
            "promote_to_apex", UglyFoxFile.Action.PROMOTE_TO_APEX);

    private UglyFoxDecoder() {}

    /** Empty only after an error. */
    static Optional<UglyFoxFile> decode(DecodeContext context, Block block) {
        var reader = new BlockReader(context, "uglyfox", block.body(), block.header());
        UglyFoxFile.Pruning pruning = reader.block("pruning")
                .map(UglyFoxDecoder::pruning)
                .orElseGet(() -> new UglyFoxFile.Pruning(DEFAULT_FAILURES, DEFAULT_AGE, DEFAULT_INTERVAL));
        if (!reader.hasBlock("runners_condition")) {
            context.missing("block", "uglyfox", "at least one block \"runners_condition\"", block.header());
        }
        List<BlockReader.Labelled> found = reader.labelled("runners_condition");
        Names.checkUnique(context, found, "runners_condition");
        List<UglyFoxFile.Condition> conditions =
                found.stream().map(UglyFoxDecoder::condition).toList();
        List<UglyFoxFile.Rule> rules =
                reader.block("policies").map(UglyFoxDecoder::rules).orElse(List.of());
        reader.finish();
        return context.diagnostics().hasErrors()
                ? Optional.empty()
                : Optional.of(new UglyFoxFile(pruning, conditions, rules, block.header()));
    }

    private static UglyFoxFile.Pruning pruning(BlockReader reader) {
        Optional<Located<Integer>> failures =
                reader.attribute("failed_threshold").integer(1, 100);
        Optional<Located<Duration>> age = reader.attribute("max_age").duration();
        Optional<Located<Duration>> interval =
                reader.attribute("check_interval").duration();
        age.ifPresent(value -> positive(reader.context(), "max_age", value));
        interval.ifPresent(value -> positive(reader.context(), "check_interval", value));
        reader.finish();
        return new UglyFoxFile.Pruning(
                failures.map(Located::value).orElse(DEFAULT_FAILURES),
                age.map(Located::value).orElse(DEFAULT_AGE),
                interval.map(Located::value).orElse(DEFAULT_INTERVAL));
    }

    private static void positive(DecodeContext context, String name, Located<Duration> value) {
        if (!value.value().isPositive()) {
            context.error(
                    "out-of-range",
                    "Value out of range",
                    "\"" + name + "\" is 0s (expected: more than 0s).",
                    value.range());
        }
    }

    private static UglyFoxFile.Condition condition(BlockReader.Labelled labelled) {
        BlockReader reader = labelled.reader();
        DecodeContext context = reader.context();
        Names.check(context, labelled.name(), "runners_condition");
        Optional<Located<List<Located<String>>>> eggs =
                reader.required("eggs_entities").texts(text -> text.equals("*") ? Optional.empty() : Texts.name(text));
        eggs.ifPresent(found -> checkEntities(context, found));
        PoolsDecoder.WithThresholds pools = PoolsDecoder.conditionPools(reader);
        reader.finish();
        return new UglyFoxFile.Condition(
                labelled.name(),
                eggs.map(Located::value).orElse(List.of()),
                pools.pools(),
                pools.cpu(),
                pools.memory());
    }

    private static void checkEntities(DecodeContext context, Located<List<Located<String>>> eggs) {
        if (eggs.value().isEmpty()) {
            context.error(
                    "invalid-value",
                    "Invalid value",
                    "\"eggs_entities\" is empty (expected: names of eggs or buckets, or [\"*\"]).",
                    eggs.range());
        }
        var seen = new HashSet<String>();
        for (Located<String> egg : eggs.value()) {
            if (egg.value().equals("*") && eggs.value().size() > 1) {
                context.error(
                        "invalid-value",
                        "Invalid value",
                        "\"*\" already means every egg, so it stands alone in \"eggs_entities\".",
                        egg.range());
            } else if (!seen.add(egg.value())) {
                context.error(
                        "invalid-value",
                        "Invalid value",
                        "\"eggs_entities\" names \"" + egg.shown() + "\" twice.",
                        egg.range());
            }
        }
    }

    private static List<UglyFoxFile.Rule> rules(BlockReader policies) {
        List<BlockReader.Labelled> found = policies.labelled("rule");
        policies.finish();
        Names.checkUnique(policies.context(), found, "rule");
        var rules = new ArrayList<UglyFoxFile.Rule>();
        for (BlockReader.Labelled labelled : found) {
            BlockReader reader = labelled.reader();
            DecodeContext context = reader.context();
            Names.check(context, labelled.name(), "rule");
            Optional<Located<String>> condition = reader.required("condition")
                    .text("rule-invalid", context.checkers().condition());
            Optional<Located<UglyFoxFile.Action>> action =
                    reader.required("action").word(ACTIONS);
            reader.finish();
            if (condition.isPresent() && action.isPresent()) {
                rules.add(new UglyFoxFile.Rule(
                        labelled.name(), condition.get(), action.get().value()));
            }
        }
        return rules;
    }
}
