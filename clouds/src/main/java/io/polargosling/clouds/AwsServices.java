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
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.Tag;

/** Services of ECS, one task each. A service that is being drained never comes back, so it counts as gone. */
final class AwsServices implements AwsMachines<Service> {

    /** How many ECS describes in one call. */
    private static final int DESCRIBED = 10;

    private static final int PAGE = 100;

    private final Labels labels;

    AwsServices(Labels labels) {
        this.labels = labels;
    }

    @Override
    public List<Found<Service>> find(Clients where, Optional<RunnerId> only) {
        var found = new ArrayList<Found<Service>>();
        for (var cluster : where.ecs().listClustersPaginator().clusterArns()) {
            try {
                found.addAll(find(where, cluster, only));
            } catch (EcsException e) {
                AwsFailures.unlessGone(e);
            }
        }
        return found;
    }

    /** The definition goes first: once the service is gone nothing leads to it. */
    @Override
    public void remove(Clients where, Service service) {
        var _ = where.ecs().deregisterTaskDefinition(request -> request.taskDefinition(service.taskDefinition()));
        try {
            var _ = where.ecs()
                    .deleteService(request -> request.cluster(service.clusterArn())
                            .service(service.serviceArn())
                            .force(true));
        } catch (EcsException e) {
            AwsFailures.unlessGone(e);
        }
    }

    private List<Found<Service>> find(Clients where, String cluster, Optional<RunnerId> only) {
        var arns = where
                .ecs()
                .listServicesPaginator(request -> request.cluster(cluster).maxResults(PAGE))
                .serviceArns()
                .stream()
                .filter(arn -> Labels.mayBeName(arn.substring(arn.lastIndexOf('/') + 1), only))
                .toList();
        var found = new ArrayList<Found<Service>>();
        for (int from = 0; from < arns.size(); from += DESCRIBED) {
            var few = arns.subList(from, Math.min(arns.size(), from + DESCRIBED));
            where
                    .ecs()
                    .describeServices(
                            request -> request.cluster(cluster).services(few).include(ServiceField.TAGS))
                    .services()
                    .stream()
                    .filter(service -> "ACTIVE".equals(service.status()))
                    .forEach(service -> resource(where.region(), service, only)
                            .map(it -> new Found<>(it, service))
                            .ifPresent(found::add));
        }
        return found;
    }

    private Optional<CloudResource> resource(String region, Service service, Optional<RunnerId> only) {
        var tags = service.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value));
        return labels.runner(tags, only)
                .map(runner -> new CloudResource(
                        runner,
                        CloudProvider.AWS,
                        Optional.of(region),
                        Optional.empty(),
                        service.serviceArn(),
                        service.runningCount() > 0 ? Power.ON : Power.CHANGING));
    }
}
