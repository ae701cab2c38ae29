package io.polargosling.storage.dynamodb;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.binary.BinaryBuild;
import io.polargosling.domain.binary.BinaryId;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.breaker.BreakerScope;
import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.demand.Decision;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.idempotency.RequestKey;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.sync.SyncRecord;
import io.polargosling.domain.token.TokenHash;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Where everything lies. */
final class Keys {

    static final String EGG_NAMES = "EGGS";
    static final String SYNCS = "SYNCS";
    static final String JOBS = "JOBS";

    /** How the places of findings begin, behind what else lies with an egg. */
    static final String FINDING = "standing#";

    private Keys() {}

    /** The egg's row, with its active revision. */
    static Key egg(EggName egg) {
        return new Key(ofEgg(egg), "egg");
    }

    /** The egg's counters, the ids of its live runners and open plans, and its open run. */
    static Key fleet(EggName egg) {
        return new Key(ofEgg(egg), "fleet");
    }

    static String ofEgg(EggName egg) {
        return "EGG#" + egg.value();
    }

    /** The egg in the list of all eggs. */
    static Key name(EggName egg) {
        return new Key(EGG_NAMES, egg.value());
    }

    static Key revision(EggName egg, long number) {
        return new Key(revisions(egg), Places.number(number));
    }

    static String revisions(EggName egg) {
        return "REVISIONS#" + egg.value();
    }

    static Key target(TargetId target) {
        return new Key(targets(target.server(), target.scope()), target.egg().value());
    }

    static String targets(GitLabServer server, TargetScope scope) {
        return "TARGETS#" + server.host() + "#" + kind(scope) + "#" + scope.id();
    }

    static String kind(TargetScope scope) {
        return switch (scope) {
            case TargetScope.Project _ -> "project";
            case TargetScope.Group _ -> "group";
        };
    }

    static Key runner(RunnerId id) {
        return Key.single("RUNNER#" + id.value());
    }

    static Key plan(Plan plan) {
        return new Key(plans(plan.egg()), place(plan));
    }

    static String place(Plan plan) {
        return Places.timeAndId(plan.progress().createdAt(), plan.id());
    }

    static String plans(EggName egg) {
        return "PLANS#" + egg.value();
    }

    /** Tells where the plan lies. */
    static Key planId(UUID id) {
        return Key.single("PLAN#" + id);
    }

    static Key run(TofuRun run) {
        return new Key(runs(run.egg()), place(run));
    }

    static String place(TofuRun run) {
        return Places.timeAndId(run.startedAt(), run.id());
    }

    static String runs(EggName egg) {
        return "RUNS#" + egg.value();
    }

    /** The egg's newest decision once more, beside what else a look at the egg needs. */
    static Key newestDecision(EggName egg) {
        return new Key(ofEgg(egg), "decision");
    }

    static Key decision(Decision decision) {
        return new Key(decisions(decision.egg()), Places.number(decision.generation()));
    }

    static String decisions(EggName egg) {
        return "DECISIONS#" + egg.value();
    }

    static Key lease(String key) {
        return Key.single("LEASE#" + Key.part(key));
    }

    static Key audit(AuditEntry entry) {
        return new Key(audit(entry.resource()), Places.timeAndId(entry.at(), entry.id()));
    }

    static String audit(String resource) {
        return "AUDIT#" + Key.part(resource);
    }

    static Key nestHead() {
        return new Key("CURRENT", "nest_head");
    }

    static Key policy() {
        return new Key("CURRENT", "uf_config");
    }

    static Key sync(SyncRecord sync) {
        return new Key(SYNCS, Places.timeAndId(sync.timing().startedAt(), sync.id()));
    }

    /** Tells where the sync lies. */
    static Key syncId(UUID id) {
        return Key.single("SYNC#" + id);
    }

    /** An egg's breaker lies with the egg. */
    static Key breaker(BreakerScope scope) {
        var egg = ofSubject(scope.value(), "egg:");
        return egg.map(Keys::breaker).orElseGet(() -> Key.single("BREAKER#" + Key.part(scope.value())));
    }

    static Key breaker(EggName egg) {
        return new Key(ofEgg(egg), "breaker");
    }

    static Key finding(String resource, String code) {
        return new Key(findings(resource), FINDING + Key.part(code));
    }

    /** An egg's findings lie with the egg. */
    static String findings(String resource) {
        return ofSubject(resource, "egg/").map(Keys::ofEgg).orElseGet(() -> "FINDINGS#" + Key.part(resource));
    }

    private static Optional<EggName> ofSubject(String subject, String prefix) {
        return Optional.of(subject)
                .filter(text -> text.startsWith(prefix) && EggName.isValid(text.substring(prefix.length())))
                .map(text -> EggName.of(text.substring(prefix.length())));
    }

    static Key configuration() {
        return new Key("CURRENT", "mg_config");
    }

    static Key ciJob(CiJobId id) {
        return Key.single("CI-JOB#" + id.server().host() + "#" + id.number());
    }

    static Key project(GitLabServer server, long id) {
        return Key.single("PROJECT#" + server.host() + "#" + id);
    }

    static Key job(JobName name) {
        return new Key(JOBS, name.value());
    }

    static Key jobRun(JobName job, Instant startedAt) {
        return new Key(jobRuns(job), Places.timeAndId(startedAt, "run"));
    }

    static String jobRuns(JobName job) {
        return "JOB-RUNS#" + Key.part(job.value());
    }

    static Key metrics(RunnerId runner, Instant at) {
        return new Key(metrics(runner), Places.timeAndId(at, "metrics"));
    }

    static String metrics(RunnerId runner) {
        return "METRICS#" + runner.value();
    }

    static Key build(BinaryName binary, BinaryBuild build) {
        return new Key(binaries(binary), builds(build.version()) + build.platform());
    }

    /** How the places of all builds of a version begin. */
    static String builds(String version) {
        return "build#" + version + "#";
    }

    /** Tells where the build lies. */
    static Key build(BinaryName binary, BinaryId id) {
        return new Key(binaries(binary), "id#" + id.value());
    }

    static Key active(BinaryName binary) {
        return new Key(binaries(binary), "active");
    }

    static String binaries(BinaryName binary) {
        return "BINARIES#" + binary.word();
    }

    static Key request(RequestKey request) {
        return new Key("REQUESTS#" + Key.part(request.caller()), Key.part(request.key()));
    }

    static Key delivery(String key) {
        return Key.single("DELIVERY#" + Key.part(key));
    }

    static Key operation(UUID id) {
        return Key.single("OPERATION#" + id);
    }

    static Key token(UUID id) {
        return Key.single("TOKEN#" + id);
    }

    /** The token found by what its bearer shows; also what keeps two tokens from having one hash. */
    static Key tokenHash(TokenHash hash) {
        return Key.single("TOKEN-HASH#" + hash.value());
    }
}
