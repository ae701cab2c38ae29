package io.polargosling.storage.dynamodb;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.egg.TargetHook;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.egg.TargetScope;
import java.time.Instant;
import java.util.Optional;

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

    /** Makes the target of {@code egg} its only one; {@code before} is the egg as it was. */
    static void replace(Transaction transaction, Optional<Egg> before, Egg egg) {
        var target = declared(egg);
        var old = before.map(TargetItems::declared);
        old.map(TargetItems::id)
                .filter(id -> !id.equals(id(target)))
                .ifPresent(id -> transaction.delete(Keys.target(id), Expression.NONE));
        boolean same = old.filter(target::equals).isPresent()
                && before.filter(was -> was.acceptsRunners() == egg.acceptsRunners())
                        .isPresent();
        if (!same) {
            transaction.update(Keys.target(id(target)), writing(target, egg.acceptsRunners()), Expression.NONE);
        }
    }

    private static Expression writing(EggTarget target, boolean accepts) {
        var id = id(target);
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

    static Target target(Item item) {
        return new Target(
                item.doc(EggTarget.class),
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

    private static EggTarget declared(Egg egg) {
        var binding = egg.config().gitlab();
        return new EggTarget(egg.name(), binding.server(), binding.scope(), binding.webhookSecret());
    }

    private static TargetId id(EggTarget target) {
        return new TargetId(target.server(), target.scope(), target.egg());
    }
}
