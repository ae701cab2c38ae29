package io.polargosling.nest;

import io.polargosling.domain.job.JobName;
import io.polargosling.fly.decode.Addresses;
import io.polargosling.fly.decode.JobFile;
import io.polargosling.fly.decode.Located;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.source.SourceRange;
import io.polargosling.nest.schedule.CronSchedule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** Rules of jobs that go beyond one attribute. */
final class JobChecks {

    private static final String HTTPS = "https://";

    private final NestProblems problems;

    JobChecks(NestProblems problems) {
        this.problems = problems;
    }

    /**
     * A job whose file has no error of its own.
     *
     * @param stem the file's name without its ending
     */
    record DeclaredJob(String stem, JobFile file, NestJob job) {
        String subject() {
            return "job/" + stem;
        }
    }

    /** A schedule that has no date. */
    static Optional<Diagnostic> never(JobFile file) {
        Located<String> cron = file.schedule().cron();
        if (!CronSchedule.of(cron.value()).isNever()) {
            return Optional.empty();
        }
        return Optional.of(Diagnostic.error(
                "cron-never",
                "Schedule without a date",
                "\"schedule\" is \"" + cron.shown() + "\", and no year has such a date.",
                cron.range()));
    }

    /** Names of jobs with an error are added to {@code broken}. */
    void check(List<DeclaredJob> jobs, SecretChecks secrets, Set<String> notifyHosts, SortedSet<JobName> broken) {
        broken.addAll(duplicates(jobs));
        for (DeclaredJob job : jobs) {
            boolean valid = checkStem(job);
            valid &= secrets.checkPermission(
                    job.subject(), job.file().run().environment().values());
            valid &= checkRecipients(job, notifyHosts);
            if (!valid) {
                broken.add(job.job().name());
            }
        }
    }

    private List<JobName> duplicates(List<DeclaredJob> jobs) {
        Map<String, List<DeclaredJob>> byName = new LinkedHashMap<>();
        for (DeclaredJob job : jobs) {
            byName.computeIfAbsent(job.job().name().value().toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                    .add(job);
        }
        var found = new ArrayList<JobName>();
        for (List<DeclaredJob> same : byName.values()) {
            for (int i = 0; same.size() > 1 && i < same.size(); i++) {
                DeclaredJob job = same.get(i);
                error(
                        job,
                        "duplicate-name",
                        "Name declared twice",
                        "\"%s\" is, letter case aside, the name of another job, declared at %s."
                                .formatted(
                                        job.job().name(),
                                        same.get(i == 0 ? 1 : 0).file().name().range()),
                        job.file().name().range());
                found.add(job.job().name());
            }
        }
        return found;
    }

    private boolean checkStem(DeclaredJob job) {
        if (job.stem().equals(job.job().name().value())) {
            return true;
        }
        error(
                job,
                "name-mismatch",
                "Name differs from file",
                "The job is called \"%s\" and its file \"%s.fly\"; both must be the same."
                        .formatted(job.job().name(), job.stem()),
                job.file().name().range());
        return false;
    }

    /** Only what an address itself tells: what a name stands for is seen when it is called. */
    private boolean checkRecipients(DeclaredJob job, Set<String> notifyHosts) {
        boolean valid = true;
        for (Located<String> recipient : job.file().recipients()) {
            Optional<String> host = Optional.of(recipient.value())
                    .filter(text -> text.startsWith(HTTPS))
                    .flatMap(Addresses::hostOf)
                    .map(found -> found.replaceFirst(":[0-9]+$", ""));
            if (host.filter(JobChecks::isPrivate)
                    .filter(found -> !notifyHosts.contains(found))
                    .isPresent()) {
                error(
                        job,
                        "notify-host",
                        "Recipient in a private network",
                        "\"notify\" names a host of this machine or of a private network that \"notify_hosts\" of the nest"
                                + " block in MG/config.fly does not list.",
                        recipient.range());
                valid = false;
            }
        }
        return valid;
    }

    private static boolean isPrivate(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.toLowerCase(Locale.ROOT).endsWith(".localhost")
                || host.matches(
                        "(0|10|127)\\.[0-9.]+|192\\.168\\.[0-9.]+|169\\.254\\.[0-9.]+|172\\.(1[6-9]|2[0-9]|3[01])\\.[0-9.]+");
    }

    private void error(DeclaredJob job, String code, String summary, String detail, SourceRange range) {
        problems.add(job.subject(), Diagnostic.error(code, summary, detail, range));
    }
}
