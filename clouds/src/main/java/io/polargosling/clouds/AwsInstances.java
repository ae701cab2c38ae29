package io.polargosling.clouds;

import io.polargosling.clouds.AwsRegions.Clients;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.CloudResource.Power;
import io.polargosling.domain.runner.RunnerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Instances of EC2. One that is shutting down never comes back, so it counts as gone. */
final class AwsInstances implements AwsMachines {

    private static final int PAGE = 100;

    private final Labels labels;

    AwsInstances(Labels labels) {
        this.labels = labels;
    }

    @Override
    public List<CloudResource> list(Clients where) {
        return find(where, List.of()).stream()
                .flatMap(instance -> resource(where.region(), instance).stream())
                .toList();
    }

    @Override
    public void delete(Clients where, RunnerId runner) {
        var ids = find(where, List.of(tag(Labels.RUNNER, runner.value()))).stream()
                .map(Instance::instanceId)
                .toList();
        if (!ids.isEmpty()) {
            var _ = where.ec2().terminateInstances(request -> request.instanceIds(ids));
        }
    }

    private List<Instance> find(Clients where, List<Filter> more) {
        var filters = new ArrayList<>(more);
        filters.add(tag(Labels.MANAGED, Labels.YES));
        filters.add(tag(Labels.NEST, labels.nest()));
        filters.add(Filter.builder()
                .name("instance-state-name")
                .values("pending", "running", "stopping", "stopped")
                .build());
        return where
                .ec2()
                .describeInstancesPaginator(request -> request.filters(filters).maxResults(PAGE))
                .reservations()
                .stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList();
    }

    private static Filter tag(String key, String value) {
        return Filter.builder().name("tag:" + key).values(value).build();
    }

    private Optional<CloudResource> resource(String region, Instance instance) {
        var tags = instance.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value));
        var zone = Optional.ofNullable(instance.placement()).flatMap(it -> Optional.ofNullable(it.availabilityZone()));
        return Stream.of(power(instance.state().name()))
                .flatMap(Optional::stream)
                .flatMap(power -> labels.runner(tags).stream()
                        .map(runner -> new CloudResource(
                                runner, CloudProvider.AWS, Optional.of(region), zone, instance.instanceId(), power)))
                .findFirst();
    }

    /** Empty for one that is gone, or in a state that nobody knows yet. */
    static Optional<Power> power(InstanceStateName state) {
        return switch (state) {
            case RUNNING -> Optional.of(Power.ON);
            case STOPPED -> Optional.of(Power.OFF);
            case PENDING, STOPPING -> Optional.of(Power.CHANGING);
            case SHUTTING_DOWN, TERMINATED, UNKNOWN_TO_SDK_VERSION -> Optional.empty();
        };
    }
}
