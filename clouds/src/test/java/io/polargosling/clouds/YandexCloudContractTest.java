package io.polargosling.clouds;

import io.polargosling.domain.inventory.Cloud;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.contract.CloudContract;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class YandexCloudContractTest extends CloudContract {

    private static final String OTHER_FOLDER = "b1gother";

    private final MutableClock clock = MutableClock.create();
    private final YandexDouble yandex = new YandexDouble(clock);

    @AfterEach
    void close() {
        yandex.close();
    }

    @Override
    protected Stage newStage() {
        return new DoubleStage();
    }

    private final class DoubleStage implements Stage {

        private final Cloud cloud = cloudAt(yandex.endpoints());

        private Cloud cloudAt(YandexEndpoints endpoints) {
            return CloudAccess.yandex(
                    "main",
                    () -> Set.of(YandexDouble.FOLDER, OTHER_FOLDER),
                    new YandexLogin.OfThisMachine(),
                    endpoints,
                    clock);
        }

        @Override
        public Cloud cloud() {
            return cloud;
        }

        @Override
        public Cloud away() {
            var nowhere = URI.create("http://127.0.0.1:1");
            return cloudAt(new YandexEndpoints(
                    nowhere, nowhere, nowhere, nowhere, yandex.endpoints().metadata()));
        }

        @Override
        public void makeMachines(List<RunnerId> runners) {
            for (int i = 0; i < runners.size(); i++) {
                var folder = i % 10 == 1 ? OTHER_FOLDER : YandexDouble.FOLDER;
                var _ = yandex.makeInstance(folder, TestLabels.of("main", runners.get(i)));
            }
        }

        @Override
        public void makeCallable(RunnerId runner) {
            var _ = yandex.makeContainer(YandexDouble.FOLDER, TestLabels.of("main", runner));
        }

        @Override
        public boolean makeStrangers(RunnerId runner) {
            for (var labels : List.of(
                    TestLabels.of("other", runner),
                    Map.<String, String>of(),
                    Map.of("gosling-managed", "true", "gosling-nest", "main", "gosling-runner", "no-runner"),
                    Map.of("gosling-nest", "main", "gosling-runner", runner.value()))) {
                var _ = yandex.makeInstance(YandexDouble.FOLDER, labels);
                var _ = yandex.makeContainer(YandexDouble.FOLDER, labels);
            }
            var _ = yandex.makeInstance("b1gnobodys", TestLabels.of("main", runner));
            return true;
        }

        @Override
        public boolean setFull(boolean isFull) {
            yandex.setRoom(isFull ? YandexDouble.Room.QUOTA : YandexDouble.Room.ENOUGH);
            return true;
        }

        @Override
        public Optional<Integer> invocations(RunnerId runner) {
            return Optional.of(yandex.calls("gosling-runner", runner.value()));
        }

        @Override
        public void settle() {
            yandex.settle();
        }
    }
}
