package io.polargosling.worker.sync;

import static java.util.stream.Collectors.toCollection;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.egg.FleetConfig;
import io.polargosling.domain.egg.TargetHook;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.egg.TargetStore;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.nest.NestEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Eggs that are gone while another, with just the same targets, is new: the same egg under another name. */
record Renames(List<Rename> all) {

    /** @param before the egg as it was */
    record Rename(Egg before, EggName now) {}

    Renames {
        all = List.copyOf(all);
    }

    static Renames none() {
        return new Renames(List.of());
    }

    static Renames of(List<Egg> gone, List<NestEntry> added) {
        var byTargets = new HashMap<SortedSet<String>, EggName>();
        added.forEach(egg -> byTargets.put(places(egg.config()), egg.name()));
        var found = new ArrayList<Rename>();
        for (var egg : gone) {
            Optional.ofNullable(byTargets.get(places(egg.config()))).ifPresent(now -> found.add(new Rename(egg, now)));
        }
        return new Renames(found);
    }

    /**
     * Gives what is known of the targets to those of the new names, so that a hook is kept and not made twice.
     *
     * @return a finding for each
     */
    List<Finding> passOn(TargetStore targets) {
        for (var rename : all) {
            for (var target : rename.before().config().targets()) {
                var to = new TargetId(target.server(), target.scope(), rename.now());
                targets.find(target.id()).ifPresent(known -> {
                    known.fullPath().ifPresent(path -> {
                        boolean _ = targets.savePath(to, path);
                    });
                    if (known.hook().id().isPresent() && targets.saveHook(to, known.hook())) {
                        boolean _ = targets.saveHook(target.id(), TargetHook.none());
                    }
                });
            }
        }
        return all.stream().map(Renames::finding).toList();
    }

    /** What a target is, whoever answers for it. */
    static String place(EggTarget target) {
        var kind = switch (target.scope()) {
            case TargetScope.Project _ -> "project ";
            case TargetScope.Group _ -> "group ";
        };
        return kind + target.scope().id() + " of " + target.server();
    }

    private static SortedSet<String> places(FleetConfig config) {
        return config.targets().stream().map(Renames::place).collect(toCollection(TreeSet::new));
    }

    private static Finding finding(Rename rename) {
        return new Finding(
                Severity.WARNING,
                "renamed",
                Place.ofFile("Eggs/" + rename.now() + "/config.fly"),
                "egg/" + rename.now(),
                "\"" + rename.before().name() + "\" is called \"" + rename.now()
                        + "\" now: the runners of the former are drained, new ones are made for the latter",
                Optional.of("nothing, if the new name is meant"));
    }
}
