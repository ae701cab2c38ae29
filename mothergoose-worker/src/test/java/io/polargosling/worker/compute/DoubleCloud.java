package io.polargosling.worker.compute;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.inventory.Cloud;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.CloudResource.Power;
import io.polargosling.domain.inventory.Inventory;
import io.polargosling.domain.inventory.PowerSwitch;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.RunnerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** One provider's part of a {@link FakeCloud} as programs see it: what OpenTofu made is what is listed. */
public final class DoubleCloud implements Inventory, PowerSwitch {

    /** The machines of each provider: type, and the attribute with its id. */
    private static final Map<CloudProvider, Map<String, String>> MACHINES = Map.of(
            CloudProvider.AWS,
            Map.of("aws_instance", "id", "aws_ecs_service", "id", "aws_lambda_function", "function_name"),
            CloudProvider.YANDEX,
            Map.of("yandex_compute_instance", "id", "yandex_serverless_container", "id"));

    private final FakeCloud cloud;
    private final CloudProvider provider;
    private final List<RunnerId> invoked = new ArrayList<>();
    private int lostCalls;

    private DoubleCloud(FakeCloud cloud, CloudProvider provider) {
        this.cloud = cloud;
        this.provider = provider;
    }

    /** The part of {@code provider}. */
    public static DoubleCloud of(FakeCloud cloud, CloudProvider provider) {
        return new DoubleCloud(cloud, provider);
    }

    /** Both ports. */
    public Cloud asCloud() {
        return new Cloud(this, this);
    }

    /** Whom it was told to run, as often as it was. */
    public List<RunnerId> invoked() {
        return List.copyOf(invoked);
    }

    /** The next so many calls are answered by nobody. */
    public void loseCalls(int count) {
        lostCalls = count;
    }

    @Override
    public List<CloudResource> list() {
        return machines().stream().map(this::machine).toList();
    }

    @Override
    public void delete(RunnerId runner) {
        cloud.resources().stream()
                .filter(resource -> runner.value().equals(label(resource)))
                .filter(resource -> resource.type().startsWith(provider.word()))
                .forEach(resource -> remove(resource));
    }

    @Override
    public void stop(CloudResource machine) {
        turn(machine, "stopped", "");
    }

    @Override
    public void start(CloudResource machine) {
        turn(machine, "running", "198.51.100.77");
    }

    @Override
    public void invoke(CloudResource machine) {
        if (lostCalls > 0) {
            lostCalls--;
            throw new UnavailableException("calling " + machine.cloudId() + ": no answer");
        }
        invoked.add(known(machine).map(found -> machine.runner()).orElseThrow());
    }

    private void turn(CloudResource machine, String power, String address) {
        var found = known(machine).orElseThrow(() -> new NotFoundException(machine.cloudId() + " is not there"));
        cloud.change(found, values -> {
            values.put(provider == CloudProvider.AWS ? "instance_state" : "status", power);
            if (provider == CloudProvider.AWS) {
                values.put("public_ip", address);
            } else {
                ((ObjectNode) values.at("/network_interface/0")).put("nat_ip_address", address);
            }
        });
    }

    private Optional<FakeCloud.Resource> known(CloudResource machine) {
        return machines().stream()
                .filter(resource -> id(resource).equals(machine.cloudId()))
                .findFirst();
    }

    private List<FakeCloud.Resource> machines() {
        return cloud.resources().stream()
                .filter(resource -> types().containsKey(resource.type()))
                .filter(resource -> RunnerId.isValid(label(resource)))
                .toList();
    }

    private CloudResource machine(FakeCloud.Resource resource) {
        var region = resource.text("region");
        var state = resource.text("instance_state") + resource.text("status");
        return new CloudResource(
                RunnerId.of(label(resource)),
                provider,
                Optional.of(region).filter(text -> !text.isEmpty()),
                Optional.empty(),
                id(resource),
                state.equals("stopped") ? Power.OFF : Power.ON);
    }

    private Map<String, String> types() {
        return Objects.requireNonNull(MACHINES.get(provider));
    }

    private String id(FakeCloud.Resource resource) {
        return resource.text(Objects.requireNonNull(types().get(resource.type())));
    }

    private static String label(FakeCloud.Resource resource) {
        var tags = resource.values().path("tags").path("gosling-runner").asString("");
        return tags.isEmpty()
                ? resource.values().path("labels").path("gosling-runner").asString("")
                : tags;
    }

    private static void remove(FakeCloud.Resource resource) {
        try {
            Files.deleteIfExists(resource.file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
