package io.polargosling.storage;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanStore;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.storage.envelope.Envelope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Plans whose variables are sealed on their way to the database and opened on their way back. */
final class SealedPlans implements PlanStore {

    private final PlanStore plans;
    private final Optional<Envelope> envelope;

    /** Without an envelope variables come back empty, and nothing can be written. */
    SealedPlans(PlanStore plans, Optional<Envelope> envelope) {
        this.plans = plans;
        this.envelope = envelope;
    }

    @Override
    public Optional<Plan> find(UUID id) {
        return plans.find(id).map(this::opened);
    }

    @Override
    public Page<Plan> ofEgg(EggName egg, PageRequest page) {
        var found = plans.ofEgg(egg, page);
        return new Page<>(found.items().stream().map(this::opened).toList(), found.next());
    }

    @Override
    public List<Plan> open(EggName egg) {
        return plans.open(egg).stream().map(this::opened).toList();
    }

    @Override
    public Plan save(Plan plan, Fence fence) {
        return plan.withVersion(plans.save(sealed(plan), fence).version());
    }

    @Override
    public int forgetBefore(EggName egg, Instant limit, int kept, int atMost) {
        return plans.forgetBefore(egg, limit, kept, atMost);
    }

    /** The plan as the database is to have it. */
    Plan sealed(Plan plan) {
        var seal = envelope.orElseThrow(
                () -> new InvalidException(
                        "writing plan " + plan.id()
                                + ": this program has no secrets, and so no key to seal its inputs with (expected: mothergoose-worker)"));
        byte[] plain = plan.inputs().variables().getBytes(StandardCharsets.UTF_8);
        return withVariables(plan, Base64.getEncoder().encodeToString(seal.seal(plain, place(plan))));
    }

    /** The plan as it was before it was sealed. */
    Plan opened(Plan plan) {
        String stored = plan.inputs().variables();
        // A row from before there were sealed ones has none.
        if (stored.isEmpty() || envelope.isEmpty()) {
            return withVariables(plan, "");
        }
        byte[] plain = envelope.get().open(Base64.getDecoder().decode(stored), place(plan));
        return withVariables(plan, new String(plain, StandardCharsets.UTF_8));
    }

    private static Plan withVariables(Plan plan, String variables) {
        return plan.withInputs(plan.inputs().withVariables(variables));
    }

    private static String place(Plan plan) {
        return "plan " + plan.id() + ", inputs";
    }
}
