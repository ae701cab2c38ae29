package io.polargosling.clouds;

import io.polargosling.clouds.AwsRegions.Clients;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.CloudResource.Power;
import io.polargosling.domain.runner.RunnerId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Functions of Lambda: on as long as they are there. */
final class AwsFunctions implements AwsMachines {

    private final Labels labels;

    AwsFunctions(Labels labels) {
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
                        found.name(),
                        Power.ON))
                .toList();
    }

    @Override
    public void delete(Clients where, RunnerId runner) {
        find(where, name -> Labels.mayBeName(name, runner)).stream()
                .filter(found -> found.runner().equals(runner))
                .forEach(found -> delete(where, found.name()));
    }

    private static void delete(Clients where, String name) {
        try {
            var _ = where.lambda().deleteFunction(request -> request.functionName(name));
        } catch (ResourceNotFoundException _) {
            // Somebody else was faster.
        }
    }

    private record Found(RunnerId runner, String name) {}

    private List<Found> find(Clients where, Predicate<String> mayBe) {
        return where.lambda().listFunctionsPaginator().functions().stream()
                .filter(function -> mayBe.test(function.functionName()))
                .flatMap(function -> runner(where, function).map(id -> new Found(id, function.functionName())).stream())
                .toList();
    }

    private Optional<RunnerId> runner(Clients where, FunctionConfiguration function) {
        try {
            return labels.runner(where.lambda()
                    .listTags(request -> request.resource(function.functionArn()))
                    .tags());
        } catch (ResourceNotFoundException _) {
            return Optional.empty();
        }
    }
}
