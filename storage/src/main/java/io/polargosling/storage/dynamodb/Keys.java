package io.polargosling.storage.dynamodb;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.demand.Decision;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.sync.SyncRecord;
import io.polargosling.domain.token.TokenHash;
import java.util.UUID;

/** Where everything lies. */
final class Keys {

    static final String EGG_NAMES = "EGGS";
    static final String SYNCS = "SYNCS";

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
        return new Key("REVISIONS#" + egg.value(), Places.number(number));
    }

    static Key target(EggTarget target) {
        return new Key(targets(target.server(), target.scope()), target.egg().value());
    }

    static String targets(GitLabServer server, TargetScope scope) {
        String kind = switch (scope) {
            case TargetScope.Project project -> "project";
            case TargetScope.Group group -> "group";
        };
        return "TARGETS#" + server.host() + "#" + kind + "#" + scope.id();
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
