package io.polargosling.domain.plan;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.egg.EggStore;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Finds the revision that a rollback goes back to. */
public final class RollbackTargets {

    private static final Pattern PLAN = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern REVISION = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final int PAGE = 100;

    private final EggStore eggs;
    private final PlanStore plans;

    /** Looks among what these hold. */
    public RollbackTargets(EggStore eggs, PlanStore plans) {
        this.eggs = eggs;
        this.plans = plans;
    }

    /** What was found. */
    public sealed interface Target {

        /**
         * The revision to make active.
         *
         * @param plan whose inputs are asked for; empty when only a revision is
         */
        record Found(EggRevision revision, Optional<Plan> plan) implements Target {}

        /** There is no such plan, revision or commit of the egg. */
        record Unknown(String why) implements Target {}

        /** There is nothing earlier, or it is what the egg has. */
        record Nothing(String why) implements Target {}
    }

    /** True when {@code text} can name a target: a plan's id, a revision's number or a whole commit id. */
    public static boolean isValid(String text) {
        return PLAN.matcher(text).matches()
                || REVISION.matcher(text).matches()
                || COMMIT.matcher(text).matches();
    }

    /**
     * Where {@code egg} goes back to.
     *
     * @param to as {@link #isValid} wants it; empty for the newest applied plan of an earlier revision
     */
    public Target find(Egg egg, Optional<String> to) {
        var found = to.isEmpty() ? earlier(egg) : named(egg, to.get());
        return found instanceof Target.Found there
                        && there.revision().number() == egg.active().number()
                ? new Target.Nothing("egg \"" + egg.name() + "\" has revision "
                        + egg.active().number() + " already (expected: another one)")
                : found;
    }

    private Target earlier(Egg egg) {
        long active = egg.active().number();
        return first(
                        page -> plans.ofEgg(egg.name(), page),
                        plan -> plan.status() == PlanStatus.APPLIED
                                && plan.inputs().revision() < active)
                .map(plan -> ofPlan(egg, plan))
                .orElseGet(() -> new Target.Nothing("no plan of a revision of egg \"" + egg.name()
                        + "\" before revision " + active + " was applied"));
    }

    private Target named(Egg egg, String to) {
        if (PLAN.matcher(to).matches()) {
            return plans.find(UUID.fromString(to))
                    .filter(plan -> plan.egg().equals(egg.name()))
                    .map(plan -> ofPlan(egg, plan))
                    .orElseGet(() -> unknown(egg, "plan " + to));
        }
        var revision = REVISION.matcher(to).matches()
                ? eggs.revision(egg.name(), Long.parseLong(to))
                : first(
                        page -> eggs.revisions(egg.name(), page),
                        one -> one.commit().equals(CommitId.of(to)));
        return revision.<Target>map(there -> new Target.Found(there, Optional.empty()))
                .orElseGet(() -> unknown(egg, "revision " + to));
    }

    private Target ofPlan(Egg egg, Plan plan) {
        return eggs.revision(egg.name(), plan.inputs().revision())
                .<Target>map(revision -> new Target.Found(revision, Optional.of(plan)))
                .orElseGet(() -> unknown(egg, "revision " + plan.inputs().revision()));
    }

    private static Target unknown(Egg egg, String what) {
        return new Target.Unknown("egg \"" + egg.name() + "\" has no " + what);
    }

    private static <T> Optional<T> first(Function<PageRequest, Page<T>> pages, Predicate<T> wanted) {
        Optional<String> cursor = Optional.empty();
        do {
            var page = pages.apply(new PageRequest(PAGE, cursor));
            var found = page.items().stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found;
            }
            cursor = page.next();
        } while (cursor.isPresent());
        return Optional.empty();
    }
}
