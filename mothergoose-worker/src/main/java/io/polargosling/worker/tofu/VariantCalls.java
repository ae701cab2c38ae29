package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.FleetConfig;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.runner.Runner;
import io.polargosling.worker.render.Variant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which variants of the compute module a run of an egg calls.
 *
 * <p>A variant that is not called any more cannot remove what its runners shared, so the state must never hold anything of
 * one that no run would call. What it may hold is read from the newest plan that was applied, well or not:
 *
 * <pre>
 * applied wholly      those that stay in it
 * anything else       all that it called: who knows how far it came
 * </pre>
 *
 * Each run calls what the one before may have left, so one plan tells it all, and the newest plans of an egg are never
 * forgotten. A variant that nobody needs is called as retired until a run of it was applied wholly.
 *
 * @param lasting those whose shared things stay: of the egg's configuration, while there is the egg
 * @param left those of which something may be in the state
 */
public record VariantCalls(Set<Variant> lasting, Set<Variant> left) {

    /** How many of an egg's plans are looked at; more would be runs that all ended badly, and each calls the same. */
    public static final int PLANS = 10;

    private static final String CALLED = "called";
    private static final String STAYS = "stays";
    private static final String GOES = "goes";

    public VariantCalls {
        lasting = Set.copyOf(lasting);
        left = Set.copyOf(left);
    }

    /**
     * Those of {@code egg}.
     *
     * @param newestFirst its newest plans
     * @param fleet its runners that are not gone, whether they are to stay or not
     */
    public static VariantCalls of(Egg egg, List<Plan> newestFirst, Collection<Runner> fleet) {
        var left = left(newestFirst);
        fleet.stream().map(Variant::of).forEach(left::add);
        return new VariantCalls(egg.state() == EggState.REMOVED ? Set.of() : of(egg.config()), left);
    }

    /** Those that runners of {@code config} may need: each of its kinds at each of its clouds. */
    static Set<Variant> of(FleetConfig config) {
        var variants = EnumSet.noneOf(Variant.class);
        for (var kind : config.type().map(Set::of).orElse(Set.of(RunnerKind.values()))) {
            config.placements().stream()
                    .map(Placement::provider)
                    .map(provider -> Variant.of(provider, kind, config.name().isOfJob()))
                    .forEach(variants::add);
        }
        return variants;
    }

    /**
     * Those whose shared things are in the state for nobody: a run is needed though no runner asks for one.
     *
     * @param fleet the egg's runners that are not gone
     */
    public Set<Variant> forgotten(Collection<Runner> fleet) {
        var forgotten = EnumSet.noneOf(Variant.class);
        left.stream()
                // Processes of this host share nothing.
                .filter(variant -> variant.provider() != CloudProvider.LOCAL)
                .filter(variant -> !lasting.contains(variant))
                .forEach(forgotten::add);
        fleet.stream().map(Variant::of).forEach(forgotten::remove);
        return forgotten;
    }

    /**
     * All that are to be called.
     *
     * @param machines those that are to exist
     * @return whether each is retired
     */
    Map<Variant, Boolean> with(List<Machine> machines) {
        var calls = new EnumMap<Variant, Boolean>(Variant.class);
        Stream.of(
                        left.stream(),
                        lasting.stream(),
                        machines.stream().map(Machine::runner).map(Variant::of))
                .flatMap(variants -> variants)
                .forEach(variant -> calls.put(variant, !lasting.contains(variant)));
        return calls;
    }

    /** {@code variables} of a plan, which say also what of its variants is there once it is applied wholly. */
    static String noted(String variables, Map<Variant, Boolean> retired, List<Machine> machines) {
        var tree = (ObjectNode) JsonMapper.shared().readTree(variables);
        var called = tree.putObject(CALLED);
        retired.forEach((variant, goes) -> {
            boolean used =
                    machines.stream().map(Machine::runner).map(Variant::of).anyMatch(variant::equals);
            called.put(variant.folder(), goes && !used ? GOES : STAYS);
        });
        return JsonMapper.shared().writeValueAsString(tree);
    }

    private static Set<Variant> left(List<Plan> newestFirst) {
        return newestFirst.stream()
                .filter(VariantCalls::wasApplied)
                .findFirst()
                .map(VariantCalls::left)
                .orElseGet(() -> EnumSet.noneOf(Variant.class));
    }

    /** True unless it was never begun. */
    private static boolean wasApplied(Plan plan) {
        return switch (plan.status()) {
            case APPLYING, APPLIED, FAILED, ROLLED_BACK -> true;
            case PENDING, DISCARDED -> false;
        };
    }

    private static Set<Variant> left(Plan plan) {
        var called = called(plan);
        var left = EnumSet.noneOf(Variant.class);
        for (var variant : Variant.values()) {
            var note = called.path(variant.folder()).asString("");
            if (note.equals(STAYS) || (note.equals(GOES) && !isWhole(plan))) {
                left.add(variant);
            }
        }
        return left;
    }

    private static boolean isWhole(Plan plan) {
        return switch (plan.status()) {
            case APPLIED, ROLLED_BACK -> plan.error().isEmpty();
            case PENDING, APPLYING, FAILED, DISCARDED -> false;
        };
    }

    private static JsonNode called(Plan plan) {
        try {
            return JsonMapper.shared().readTree(plan.inputs().variables()).path(CALLED);
        } catch (JacksonException e) {
            // A plan of another program's making says nothing of it.
            return JsonMapper.shared().createObjectNode();
        }
    }
}
