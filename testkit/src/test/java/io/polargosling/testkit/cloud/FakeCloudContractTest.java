package io.polargosling.testkit.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.inventory.Cloud;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.contract.CloudContract;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

class FakeCloudContractTest extends CloudContract {

    @Override
    protected Stage newStage() {
        return new FakeStage();
    }

    private static final class FakeStage implements Stage {

        private static final Placement PLACE = new Placement(
                CloudProvider.AWS,
                Optional.of("eu-central-1"),
                Optional.of("eu-central-1a"),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());

        private final MutableClock clock = MutableClock.create();
        private final FakeCloud fake = new FakeCloud(
                CloudProvider.AWS,
                clock,
                new FakeCloud.Pace(Duration.ofSeconds(40), Duration.ofSeconds(20), Duration.ZERO));

        @Override
        public Cloud cloud() {
            return new Cloud(fake, fake);
        }

        @Override
        public Cloud away() {
            fake.setAway(true);
            return cloud();
        }

        @Override
        public void makeMachines(List<RunnerId> runners) {
            for (var runner : runners) {
                assertThat(fake.create(runner, PLACE)).isInstanceOf(FakeCloud.Creation.Created.class);
            }
        }

        @Override
        public void makeCallable(RunnerId runner) {
            makeMachines(List.of(runner));
        }

        @Override
        public boolean makeStrangers(RunnerId runner) {
            return false;
        }

        @Override
        public boolean setFull(boolean isFull) {
            fake.setFull(FakePlace.of(PLACE), isFull);
            return true;
        }

        @Override
        public Optional<Integer> invocations(RunnerId runner) {
            return Optional.of(fake.invocations(runner));
        }

        @Override
        public void settle() {
            clock.advance(Duration.ofMinutes(1));
        }
    }
}
