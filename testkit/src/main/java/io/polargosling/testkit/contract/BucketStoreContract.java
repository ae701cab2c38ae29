package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.BucketConfig;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.EggStore;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.Samples;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link EggStore} must do with buckets. */
public abstract class BucketStoreContract extends StoreContract {

    /** More targets than one atomic write of any backend has room for. */
    private static final int MANY = 60;

    private EggStore eggs() {
        return storage().eggs();
    }

    private List<EggTarget> targets() {
        return all(7, page -> storage().targets().ofEgg(EGG, page)).stream()
                .map(Target::declared)
                .toList();
    }

    @Test
    void apply_bucket_isReadBackEqualWithATargetForEachRepo() {
        var config = Samples.bucketConfig("web", 3);

        var written = apply(config, 'a', fence("nest-sync"));

        assertThat(written.config()).isEqualTo(config);
        assertThat(eggs().find(EGG)).contains(written);
        assertThat(eggs().list(PageRequest.first(5)).items()).containsExactly(written);
        assertThat(eggs().revision(EGG, 1)).contains(written.active());
        assertThat(targets()).containsExactlyInAnyOrderElementsOf(config.targets());
        assertThat(eggs().projectTargets(Samples.SERVER, 2))
                .containsExactly(config.targets().get(1));
    }

    @Test
    void apply_bucketOfManyRepos_hasAllTheirTargets() {
        var fence = fence("nest-sync");
        var config = Samples.bucketConfig("web", MANY);
        apply(config, 'a', fence);

        assertThat(targets()).containsExactlyInAnyOrderElementsOf(config.targets());

        eggs().changeState(EGG, EggState.REMOVED, Optional.empty(), Samples.audit("egg/web"), fence);

        assertThat(config.targets())
                .allSatisfy(target -> assertThat(eggs().projectTargets(
                                        target.server(), target.scope().id()))
                        .isEmpty());
        assertThat(apply(Samples.bucketConfig("web", 1), 'b', fence).state()).isEqualTo(EggState.ACTIVE);
        assertThat(targets())
                .containsExactlyElementsOf(Samples.bucketConfig("web", 1).targets());
    }

    @Test
    void apply_otherRepos_keepsWhatWasLearntOfThoseThatStay() {
        var fence = fence("nest-sync");
        var before = Samples.bucketConfig("web", 3);
        apply(before, 'a', fence);
        var ids = before.targets().stream().map(EggTarget::id).toList();
        assertThat(ids)
                .allMatch(
                        id -> storage().targets().savePath(id, "a/" + id.scope().id()));

        var after = apply(Samples.bucketConfig("web", 2), 'b', fence);

        assertThat(after.active().number()).isEqualTo(2);
        assertThat(path(ids.get(0))).contains("a/1");
        assertThat(path(ids.get(1))).contains("a/2");
        assertThat(storage().targets().find(ids.get(2))).isEmpty();
    }

    private Optional<String> path(TargetId id) {
        return storage().targets().find(id).flatMap(Target::fullPath);
    }

    @Test
    void apply_eggThatBecomesABucketAndBack_hasTheTargetsOfWhatItIs() {
        var fence = fence("nest-sync");
        var egg = Samples.eggConfig("web", 1);
        var bucket = Samples.bucketConfig("web", 2);
        apply(egg, 'a', fence);
        assertThat(targets()).containsExactly(egg.target());

        assertThat(apply(bucket, 'b', fence).config()).isInstanceOf(BucketConfig.class);
        assertThat(targets()).containsExactlyInAnyOrderElementsOf(bucket.targets());

        apply(egg, 'a', fence);
        assertThat(targets()).containsExactly(egg.target());
        assertThat(eggs().projectTargets(Samples.SERVER, 2)).isEmpty();
    }
}
