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
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Instances of EC2. One that is shutting down never comes back, so it counts as gone. */
final class AwsInstances implements AwsMachines<String> {

    private static final int PAGE = 100;

    private final Labels labels;

    AwsInstances(Labels labels) {
        this.labels = labels;
    }

    @Override
    public List<Found<String>> find(Clients where, Optional<RunnerId> only) {
        var filters = new ArrayList<Filter>();
        filters.add(tag(Labels.MANAGED, Labels.YES));
        filters.add(tag(Labels.NEST, labels.nest()));
        only.ifPresent(runner -> filters.add(tag(Labels.RUNNER, runner.value())));
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
                .flatMap(instance -> resource(where.region(), instance).stream())
                .map(machine -> new Found<>(machine, machine.cloudId()))
                .toList();
    }

    @Override
    public void remove(Clients where, String id) {
        try {
            var _ = where.ec2().terminateInstances(request -> request.instanceIds(id));
        } catch (Ec2Exception e) {
            AwsFailures.unlessGone(e);
        }
    }

    private static Filter tag(String key, String value) {
        return Filter.builder().name("tag:" + key).values(value).build();
    }

    private Optional<CloudResource> resource(String region, Instance instance) {
        var tags = instance.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value));
        var zone = Optional.ofNullable(instance.placement()).flatMap(it -> Optional.ofNullable(it.availabilityZone()));
        return power(instance.state().name())
                .flatMap(power -> labels.runner(tags)
                        .map(runner -> new CloudResource(
                                runner, CloudProvider.AWS, Optional.of(region), zone, instance.instanceId(), power)));
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
