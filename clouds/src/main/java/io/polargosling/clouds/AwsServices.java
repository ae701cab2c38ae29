package io.polargosling.clouds;

import io.polargosling.clouds.AwsRegions.Clients;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.CloudResource.Power;
import io.polargosling.domain.runner.RunnerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.Tag;

/** Services of ECS, one task each. A service that is being drained never comes back, so it counts as gone. */
final class AwsServices implements AwsMachines {

    /** How many ECS describes in one call. */
    private static final int DESCRIBED = 10;

    private static final int PAGE = 100;

    private final Labels labels;

    AwsServices(Labels labels) {
        this.labels = labels;
    }

    @Override
    public List<CloudResource> list(Clients where) {
        return find(where, Labels::mayBeName).stream()
                .map(found -> new CloudResource(
                        found.runner(),
                        CloudProvider.AWS,
                        Optional.of(where.region()),
                        Optional.empty(),
                        found.service().serviceArn(),
                        found.service().runningCount() > 0 ? Power.ON : Power.CHANGING))
                .toList();
    }

    @Override
    public void delete(Clients where, RunnerId runner) {
        find(where, name -> Labels.mayBeName(name, runner)).stream()
                .filter(found -> found.runner().equals(runner))
                .forEach(found -> delete(where, found.service()));
    }

    /** The definition goes first: once the service is gone nothing leads to it. */
    private static void delete(Clients where, Service service) {
        var _ = where.ecs().deregisterTaskDefinition(request -> request.taskDefinition(service.taskDefinition()));
        try {
            var _ = where.ecs()
                    .deleteService(request -> request.cluster(service.clusterArn())
                            .service(service.serviceArn())
                            .force(true));
        } catch (EcsException e) {
            unlessGone(e);
        }
    }

    private record Found(RunnerId runner, Service service) {}

    private List<Found> find(Clients where, Predicate<String> mayBe) {
        var found = new ArrayList<Found>();
        for (var cluster : where.ecs().listClustersPaginator().clusterArns()) {
            try {
                found.addAll(find(where, cluster, mayBe));
            } catch (EcsException e) {
                unlessGone(e);
            }
        }
        return found;
    }

    private List<Found> find(Clients where, String cluster, Predicate<String> mayBe) {
        var arns = where
                .ecs()
                .listServicesPaginator(request -> request.cluster(cluster).maxResults(PAGE))
                .serviceArns()
                .stream()
                .filter(arn -> mayBe.test(arn.substring(arn.lastIndexOf('/') + 1)))
                .toList();
        var found = new ArrayList<Found>();
        for (int from = 0; from < arns.size(); from += DESCRIBED) {
            var few = arns.subList(from, Math.min(arns.size(), from + DESCRIBED));
            where
                    .ecs()
                    .describeServices(
                            request -> request.cluster(cluster).services(few).include(ServiceField.TAGS))
                    .services()
                    .stream()
                    .filter(service -> "ACTIVE".equals(service.status()))
                    .forEach(service ->
                            runner(service).map(id -> new Found(id, service)).ifPresent(found::add));
        }
        return found;
    }

    private Optional<RunnerId> runner(Service service) {
        return labels.runner(service.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value)));
    }

    private static void unlessGone(SdkException e) {
        if (!AwsFailures.isGone(e)) {
            throw e;
        }
    }
}
