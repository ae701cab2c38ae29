package io.polargosling.clouds;

import io.polargosling.clouds.AwsMachines.Found;
import io.polargosling.clouds.AwsRegions.Clients;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.Inventory;
import io.polargosling.domain.runner.RunnerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What exists on AWS, in all forms and regions. One that does not answer fails the whole: nothing is told by halves. */
final class AwsInventory implements Inventory {

    private final AwsRegions regions;
    private final List<AwsMachines<?>> forms;

    AwsInventory(AwsRegions regions, Labels labels) {
        this.regions = regions;
        this.forms = List.of(new AwsInstances(labels), new AwsServices(labels), new AwsFunctions(labels));
    }

    @Override
    public List<CloudResource> list() {
        var machines = new ArrayList<CloudResource>();
        for (var region : regions.all()) {
            var what = "listing machines in AWS region " + region.region();
            for (var form : forms) {
                machines.addAll(AwsFailures.ask(what, () -> shown(form, region)));
            }
        }
        return machines;
    }

    @Override
    public void delete(RunnerId runner) {
        for (var region : regions.all()) {
            var what = "deleting the machine of runner " + runner + " in AWS region " + region.region();
            for (var form : forms) {
                AwsFailures.run(what, () -> remove(form, region, runner));
            }
        }
    }

    private static <T> List<CloudResource> shown(AwsMachines<T> form, Clients where) {
        return form.find(where, Optional.empty()).stream().map(Found::machine).toList();
    }

    private static <T> void remove(AwsMachines<T> form, Clients where, RunnerId runner) {
        form.find(where, Optional.of(runner)).forEach(found -> form.remove(where, found.handle()));
    }
}
