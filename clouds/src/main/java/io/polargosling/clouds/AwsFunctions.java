package io.polargosling.clouds;

import io.polargosling.clouds.AwsRegions.Clients;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.runner.RunnerId;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/** Functions of Lambda: on as long as they are there. */
final class AwsFunctions implements AwsMachines<String> {

    private final Labels labels;

    AwsFunctions(Labels labels) {
        this.labels = labels;
    }

    @Override
    public List<Found<String>> find(Clients where, Optional<RunnerId> only) {
        return where.lambda().listFunctionsPaginator().functions().stream()
                .filter(function -> Labels.mayBeName(function.functionName(), only))
                .flatMap(function -> runner(where, function, only).stream()
                        .map(runner -> resource(where.region(), runner, function.functionName())))
                .map(machine -> new Found<>(machine, machine.cloudId()))
                .toList();
    }

    @Override
    public void remove(Clients where, String name) {
        try {
            var _ = where.lambda().deleteFunction(request -> request.functionName(name));
        } catch (LambdaException e) {
            AwsFailures.unlessGone(e);
        }
    }

    private static CloudResource resource(String region, RunnerId runner, String name) {
        return new CloudResource(
                runner, CloudProvider.AWS, Optional.of(region), Optional.empty(), name, CloudResource.Power.ON);
    }

    private Optional<RunnerId> runner(Clients where, FunctionConfiguration function, Optional<RunnerId> only) {
        try {
            var tags = where.lambda()
                    .listTags(request -> request.resource(function.functionArn()))
                    .tags();
            return labels.runner(tags, only);
        } catch (LambdaException e) {
            AwsFailures.unlessGone(e);
            return Optional.empty();
        }
    }
}
