package io.polargosling.clouds;

import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.Inventory;
import io.polargosling.domain.runner.RunnerId;
import java.util.ArrayList;
import java.util.List;

/** What exists on AWS, in all forms and regions. One that does not answer fails the whole: nothing is told by halves. */
final class AwsInventory implements Inventory {

    private final AwsRegions regions;
    private final List<AwsMachines> forms;

    AwsInventory(AwsRegions regions, Labels labels) {
        this.regions = regions;
        this.forms = List.of(new AwsInstances(labels), new AwsServices(labels), new AwsFunctions(labels));
    }

    @Override
    public List<CloudResource> list() {
        var machines = new ArrayList<CloudResource>();
        for (var region : regions.all()) {
            for (var form : forms) {
                machines.addAll(
                        AwsFailures.ask("listing machines in AWS region " + region.region(), () -> form.list(region)));
            }
        }
        return machines;
    }

    @Override
    public void delete(RunnerId runner) {
        for (var region : regions.all()) {
            for (var form : forms) {
                AwsFailures.run(
                        "deleting the machine of runner " + runner + " in AWS region " + region.region(),
                        () -> form.delete(region, runner));
            }
        }
    }
}
