package io.polargosling.clouds;

import io.polargosling.domain.inventory.Cloud;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.testkit.contract.CloudContract;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;

class AwsCloudContractTest extends CloudContract {

    private static MotoAws aws;
    /** What earlier tests made stays, and is another Nest's: moto takes seconds to forget. */
    private static int stages;

    @BeforeAll
    static void start() {
        aws = MotoAws.shared();
    }

    @Override
    protected Stage newStage() {
        return new MotoStage("nest-" + ++stages);
    }

    private static final class MotoStage implements Stage {

        private final String nest;
        private final Cloud cloud;

        MotoStage(String nest) {
            this.nest = nest;
            this.cloud = aws.cloud(nest);
        }

        @Override
        public Cloud cloud() {
            return cloud;
        }

        @Override
        public Cloud away() {
            return CloudAccess.aws(
                    nest, () -> Set.of(MotoAws.HOME), MotoAws.CREDENTIALS, Optional.of(MotoAws.nowhere()));
        }

        @Override
        public void makeMachines(List<RunnerId> runners) {
            // Most in one place, so that it has pages.
            var some = runners.stream().limit(runners.size() / 10).toList();
            var most = runners.stream().skip(some.size()).toList();
            makeIn(MotoAws.AWAY, some);
            makeIn(MotoAws.HOME, most);
        }

        private void makeIn(String region, List<RunnerId> runners) {
            if (!runners.isEmpty()) {
                var own = runners.stream()
                        .map(runner -> Map.of("gosling-runner", runner.value()))
                        .toList();
                var shared = Map.of("gosling-managed", "true", "gosling-nest", nest, "gosling-egg", "web");
                var _ = aws.makeInstances(region, shared, own);
            }
        }

        @Override
        public void makeCallable(RunnerId runner) {
            aws.makeFunction(MotoAws.AWAY, nest + "-" + runner, TestLabels.of(nest, runner));
        }

        @Override
        public boolean makeStrangers(RunnerId runner) {
            var theirs = TestLabels.of("other", runner);
            var _ = aws.makeInstances(
                    MotoAws.HOME,
                    Map.of("Name", "stranger"),
                    List.of(
                            theirs,
                            Map.of("gosling-egg", "web"),
                            Map.of("gosling-managed", "true", "gosling-nest", nest, "gosling-runner", "no-runner"),
                            Map.of("gosling-nest", nest, "gosling-runner", runner.value())));
            aws.makeFunction(MotoAws.HOME, nest + "-" + runner, theirs);
            aws.makeCluster(MotoAws.HOME, "shared");
            var _ = aws.makeService(MotoAws.HOME, "shared", nest + "-" + runner, theirs);
            return true;
        }

        @Override
        public boolean setFull(boolean isFull) {
            return false;
        }

        @Override
        public Optional<Integer> invocations(RunnerId runner) {
            return Optional.empty();
        }

        @Override
        public void settle() {
            // Moto does everything at once.
        }
    }
}
