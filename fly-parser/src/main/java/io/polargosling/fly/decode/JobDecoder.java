package io.polargosling.fly.decode;

import io.polargosling.fly.diagnostic.DidYouMean;
import io.polargosling.fly.syntax.Block;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Decodes the {@code job} block. */
final class JobDecoder {

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final String DEFAULT_TIMEZONE = "UTC";

    private JobDecoder() {}

    /** Empty only after an error. */
    static Optional<JobFile> decode(DecodeContext outer, Block block) {
        Located<String> name = Names.label(outer, block.labels().getFirst(), "job");
        DecodeContext context = outer.withRoot("job", Names.object(name));
        var reader = new BlockReader(context, "job", block.body(), block.header());
        Optional<Located<String>> cron =
                reader.required("schedule").text(context.checkers().cron());
        String timezone = timezone(reader);
        Optional<Located<String>> script = reader.required("script").text(JobDecoder::notBlank);
        Optional<BlockReader> runner = reader.block("runner");
        MachineKind type = runner.flatMap(found -> found.attribute("type").word(FleetDecoder.KINDS))
                .map(Located::value)
                .orElse(MachineKind.SERVERLESS);
        List<String> tags = runner.map(found -> found.attribute("tags").plainTexts(Texts::notEmpty))
                .orElse(List.of());
        runner.ifPresent(BlockReader::finish);
        Duration timeout = timeout(reader);
        SortedMap<String, Located<String>> environment = EnvironmentDecoder.decode(reader);
        List<Located<String>> recipients =
                reader.block("on_failure").map(JobDecoder::recipients).orElse(List.of());
        boolean enabled = reader.attribute("enabled").flag(true);
        reader.finish();
        if (context.diagnostics().hasErrors() || cron.isEmpty() || script.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new JobFile(
                name,
                new JobFile.Schedule(cron.get(), timezone),
                new JobFile.Run(script.get().value(), type, tags, timeout, environment),
                recipients,
                enabled,
                block.header()));
    }

    private static String timezone(BlockReader reader) {
        return reader.attribute("timezone")
                .text(text -> Texts.timezone(text).map(problem -> withAdvice(problem, text)))
                .map(Located::value)
                .orElse(DEFAULT_TIMEZONE);
    }

    private static Problem withAdvice(Problem problem, String text) {
        return DidYouMean.nearest(text, ZoneId.getAvailableZoneIds())
                .map(zone -> new Problem(0, problem.message() + "; nearly right is " + zone))
                .orElse(problem);
    }

    private static Optional<Problem> notBlank(String text) {
        return text.isBlank() ? Optional.of(new Problem(0, "expected at least one command")) : Optional.empty();
    }

    private static Duration timeout(BlockReader reader) {
        Optional<Located<Duration>> written = reader.attribute("timeout").duration();
        written.filter(timeout -> timeout.value().compareTo(LONGEST) > 0)
                .ifPresent(timeout -> reader.context()
                        .error(
                                "job-too-long",
                                "Job too long",
                                "\"timeout\" is %s (expected: at most %s)."
                                        .formatted(
                                                timeout.map(DurationText::print).shown(), DurationText.print(LONGEST)),
                                timeout.range()));
        written.filter(timeout -> timeout.value().isZero())
                .ifPresent(timeout ->
                        reader.context().outOfRange("\"timeout\" is 0s (expected: 1s to 10m).", timeout.range()));
        return written.map(Located::value).orElse(LONGEST);
    }

    private static List<Located<String>> recipients(BlockReader reader) {
        Optional<Located<List<Located<String>>>> notify =
                reader.required("notify").texts(Addresses::recipient);
        reader.finish();
        notify.filter(found -> found.value().isEmpty())
                .ifPresent(found -> reader.context()
                        .error(
                                "invalid-value",
                                "Invalid value",
                                "\"notify\" is empty (expected: e-mail addresses or https URLs).",
                                found.range()));
        return notify.map(Located::value).orElse(List.of());
    }
}
