package io.polargosling.storage.dynamodb;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotChange;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One atomic write of runners and what goes with them: one read of all rows it concerns, then one transaction. */
record RunnerRows(Table table, RunnerWrite write) {

    List<Runner> carryOut() {
        var egg = write.runners().stream()
                .findFirst()
                .map(Runner::egg)
                .or(() -> write.plan().map(Plan::egg));
        String what = "writing runners of egg \"" + egg.map(EggName::value).orElse("") + "\"";
        return table.write(what, transaction -> {
            write.fence().ifPresent(transaction::hold);
            var rows = table.getAll(what, keys(egg));
            egg.ifPresent(name -> addTo(transaction, name, rows));
            write.audit().forEach(transaction::append);
            return written();
        });
    }

    private List<Runner> written() {
        return write.runners().stream()
                .map(runner -> runner.withVersion(runner.version() + 1))
                .toList();
    }

    private List<Key> keys(Optional<EggName> egg) {
        var keys = new ArrayList<>(
                RunnerItems.keys(write.runners().stream().map(Runner::id).toList()));
        write.plan().map(Keys::plan).ifPresent(keys::add);
        egg.map(Keys::fleet).ifPresent(keys::add);
        if (write.raiseGeneration()) {
            egg.map(Keys::egg).ifPresent(keys::add);
        }
        return keys;
    }

    private void addTo(Transaction transaction, EggName egg, Map<Key, Item> rows) {
        var slots = new Slots(Fleet.of(egg, rows));
        if (!write.runners().isEmpty()) {
            change(transaction, rows, slots);
        }
        write.plan().ifPresent(plan -> {
            var _ = PlanItems.save(transaction, Optional.ofNullable(rows.get(Keys.plan(plan))), plan, slots.change());
        });
        slots.change().addTo(transaction, egg);
        if (rows.containsKey(Keys.egg(egg))) {
            EggItems.raiseGeneration(transaction, egg);
        }
    }

    private void change(Transaction transaction, Map<Key, Item> rows, Slots slots) {
        var before = new ArrayList<Pool>();
        var after = new ArrayList<Pool>();
        var gone = new ArrayList<RunnerId>();
        var together = RunnerItems.together(written());
        for (var runner : write.runners()) {
            var stored = stored(runner, rows);
            // What a runner was reserved as never changes.
            var changed = runner.withOrigin(stored.origin()).withVersion(runner.version() + 1);
            transaction.put(RunnerItems.item(changed, together), Expression.atVersion(stored.version()));
            before.addAll(stored.slots());
            after.addAll(runner.slots());
            if (runner.state() == RunnerState.TERMINATED && stored.state() != RunnerState.TERMINATED) {
                gone.add(runner.id());
            }
        }
        slots.move(SlotChange.between(before, after), write.limits());
        if (!gone.isEmpty()) {
            slots.change()
                    .subtract(Fleet.LIVE, gone.stream().map(RunnerId::value).toList());
        }
        if (!slots.change().isEmpty()) {
            RunnerItems.together(slots.change(), together);
        }
    }

    private static Runner stored(Runner wanted, Map<Key, Item> rows) {
        var stored = Optional.ofNullable(rows.get(Keys.runner(wanted.id())))
                .map(RunnerItems::runner)
                .orElseThrow(() -> new ConflictException(
                        "writing runner \"" + wanted.id() + "\": there is no such row (expected: a reserved one)"));
        if (stored.version() != wanted.version()) {
            throw new ConflictException("writing runner \"" + wanted.id() + "\" at version " + wanted.version()
                    + ": it has changed (stored: " + stored.version() + "; read it again)");
        }
        if (!stored.egg().equals(wanted.egg())) {
            throw new ConflictException("writing runner \"" + wanted.id() + "\" of egg \"" + wanted.egg()
                    + "\": it is another egg's (expected: \"" + stored.egg() + "\")");
        }
        if (!stored.state().mayBecome(wanted.state())) {
            throw new ConflictException("moving runner \"" + wanted.id() + "\" from "
                    + stored.state().word() + " to " + wanted.state().word() + ": not a legal move");
        }
        return stored;
    }
}
