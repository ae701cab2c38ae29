package io.polargosling.storage.dynamodb;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.egg.TargetHook;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.secret.SecretUri;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What eggs serve, as items. Each tells whether its egg accepts runners, so that matching a webhook reads only these;
 * what is learnt of a target lies in attributes of its own, which a new configuration leaves alone.
 */
final class TargetItems {

    static final String ACCEPTS = "accepts_runners";
    static final String PATH = "full_path";
    static final String HOOK = "hook";
    static final String POLLED = "last_polled_at";
    static final String EVENT = "last_event_at";

    /** Targets in the order of their last polls, those without one first. */
    static final String BY_POLL = "TARGETS#polled";

    private static final Instant NEVER = Instant.EPOCH;

    private TargetItems() {}

    static String ofEgg(EggName egg) {
        return "TARGETS#egg#" + egg.value();
    }

    static String groups(GitLabServer server) {
        return "TARGETS#groups#" + server.host();
    }

    /**
     * Makes what {@code egg} answers for its only targets; {@code before} is the egg as it was.
     *
     * @return one action each, deletions last
     */
    static List<Consumer<Transaction>> replace(Optional<Egg> before, Egg egg) {
        var old = new LinkedHashMap<TargetId, EggTarget>();
        before.ifPresent(was -> was.config().targets().forEach(target -> old.put(target.id(), target)));
        boolean moved = before.filter(was -> was.acceptsRunners() == egg.acceptsRunners())
                .isEmpty();
        var changes = new ArrayList<Consumer<Transaction>>();
        for (var target : egg.config().targets()) {
            var same = target.equals(old.remove(target.id()));
            if (moved || !same) {
                changes.add(transaction -> transaction.update(
                        Keys.target(target.id()), writing(target, egg.acceptsRunners()), Expression.NONE));
            }
        }
        old.keySet().forEach(id -> changes.add(deleting(id)));
        return changes;
    }

    /** Deletes all targets of {@code egg}. */
    static List<Consumer<Transaction>> deleting(Egg egg) {
        return egg.config().targets().stream()
                .map(target -> deleting(target.id()))
                .toList();
    }

    private static Consumer<Transaction> deleting(TargetId id) {
        return transaction -> transaction.delete(Keys.target(id), Expression.NONE);
    }

    private static Expression writing(EggTarget target, boolean accepts) {
        var id = target.id();
        boolean group = id.scope() instanceof TargetScope.Group;
        var writing = Expression.of("SET #doc = :doc, #accepts_runners = :accepts, #list1 = :egg, #list_at = :place,"
                        + " #todo = :by_poll, #todo_at = if_not_exists(#todo_at, :never)"
                        + (group ? ", #list2 = :groups" : "") + " ADD #row_version :one")
                .with(":doc", Value.document(target))
                .with(":accepts", Value.flag(accepts))
                .with(":egg", Value.text(ofEgg(id.egg())))
                .with(":place", Value.text(place(id)))
                .with(":by_poll", Value.text(BY_POLL))
                .with(":never", Value.text(polled(NEVER, id)))
                .with(":one", Value.number(1));
        return group ? writing.with(":groups", Value.text(groups(id.server()))) : writing;
    }

    /** A target as its item tells it; older items do not name the API token, then the egg's configuration does. */
    static EggTarget declared(Table table, Item item) {
        var stored = item.doc(Stored.class);
        var id = new TargetId(stored.server(), stored.scope(), stored.egg());
        return new EggTarget(
                id.egg(),
                stored.repo(),
                id.server(),
                id.scope(),
                stored.apiToken().orElseGet(() -> apiTokenByConfig(table, id)),
                stored.webhookSecret());
    }

    /** An {@link EggTarget} as it may lie in the table. */
    private record Stored(
            EggName egg,
            Optional<String> repo,
            GitLabServer server,
            TargetScope scope,
            Optional<SecretUri> apiToken,
            SecretUri webhookSecret) {}

    private static SecretUri apiTokenByConfig(Table table, TargetId id) {
        String what = "reading a target of egg \"" + id.egg() + "\"";
        return table.get(what, Keys.egg(id.egg()))
                .map(EggItems::egg)
                .flatMap(egg -> egg.config().configOf(id))
                .map(config -> config.gitlab().apiToken())
                .orElseThrow(() -> new InternalException(
                        what + ": neither its item nor the egg names its API token (expected: one of them)"));
    }

    static Target target(Table table, Item item) {
        return new Target(
                declared(table, item),
                item.text(PATH),
                item.has(HOOK) ? item.doc(HOOK, TargetHook.class) : TargetHook.none(),
                item.text(POLLED).map(Instant::parse),
                item.text(EVENT).map(Instant::parse));
    }

    /** The place of a target in the lists it is in. */
    static String place(TargetId id) {
        return id.server() + "/" + Keys.kind(id.scope()) + "/" + id.scope().id() + "/" + id.egg();
    }

    /** The place of a target among those to be polled. */
    static String polled(Instant at, TargetId id) {
        return Places.timeAndId(at, place(id));
    }
}
