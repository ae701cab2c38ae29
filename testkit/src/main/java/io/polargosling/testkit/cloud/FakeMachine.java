package io.polargosling.testkit.cloud;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.CloudResource.Power;
import io.polargosling.domain.runner.RunnerId;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/** One machine, and what it was like at any moment of its past. */
final class FakeMachine {

    private final CloudResource first;
    private final Instant createdAt;
    /** Power from a moment on; a later moment than now is a change that is under way. */
    private final TreeMap<Instant, Power> powers = new TreeMap<>();

    private Optional<Instant> goneAt = Optional.empty();
    private int invocations;

    FakeMachine(RunnerId runner, CloudProvider provider, FakePlace place, Instant createdAt, Instant readyAt) {
        this.first = new CloudResource(
                runner, provider, place.region(), place.zone(), provider.word() + "-" + runner, Power.CHANGING);
        this.createdAt = createdAt;
        turns(Power.ON, createdAt, readyAt);
    }

    RunnerId runner() {
        return first.runner();
    }

    FakePlace place() {
        return new FakePlace(first.region(), first.zone());
    }

    /** As it was at {@code moment}; empty when it was not there then. */
    Optional<CloudResource> at(Instant moment) {
        boolean there = !moment.isBefore(createdAt)
                && goneAt.filter(at -> !moment.isBefore(at)).isEmpty();
        return there ? Optional.of(withPower(powerAt(moment))) : Optional.empty();
    }

    Power powerAt(Instant moment) {
        var entry = powers.floorEntry(moment);
        return entry == null ? Power.CHANGING : entry.getValue();
    }

    /** What it will be when the change under way is done. */
    Power aim() {
        return powers.lastEntry().getValue();
    }

    /** When the change under way is done, or was. */
    Instant settlesAt() {
        return powers.lastKey();
    }

    void turns(Power to, Instant from, Instant done) {
        powers.tailMap(from, true).clear();
        powers.put(from, Power.CHANGING);
        powers.put(done, to);
    }

    void goes(Instant now) {
        goneAt = Optional.of(now);
    }

    void invoked() {
        invocations++;
    }

    int invocations() {
        return invocations;
    }

    private CloudResource withPower(Power power) {
        return new CloudResource(
                first.runner(), first.provider(), first.region(), first.zone(), first.cloudId(), power);
    }
}
