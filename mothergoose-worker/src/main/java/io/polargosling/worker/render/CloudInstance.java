package io.polargosling.worker.render;

import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.Resources;
import io.polargosling.domain.secret.SecretValue;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One runner in a cloud, as the compute module's contract takes it.
 *
 * @param kind of the variant: {@code vm}, {@code serverless} or {@code job}
 * @param labels the five of ours
 * @param placement where it is made; what it leaves open is looked up
 * @param start what it is told on its way
 * @param lifetime of a container
 */
public record CloudInstance(
        String kind,
        Map<String, String> labels,
        Resources resources,
        Placement placement,
        Start start,
        Duration lifetime,
        Optional<String> riftServer)
        implements Instance {

    public CloudInstance {
        labels = new TreeMap<>(labels);
    }

    /** What a machine is started with. */
    public sealed interface Start {

        /**
         * A VM's.
         *
         * @param userData begins with {@code #cloud-config}; the enrolment token is in it
         */
        record UserData(SecretValue userData) implements Start {}

        /** A container's. */
        record Container(String egg, String apiUrl, Map<String, String> environment, SecretValue enrolmentToken)
                implements Start {
            public Container {
                environment = new TreeMap<>(environment);
            }
        }
    }

    @Override
    public Map<String, Object> asVariables() {
        var variables = new HashMap<String, Object>();
        variables.put("kind", kind);
        variables.put("labels", labels);
        variables.put("cpu", resources.cpu());
        variables.put("memory_mb", Sizes.megabytes(resources.memoryBytes()));
        resources.diskBytes().ifPresent(bytes -> variables.put("disk_gb", Sizes.gigabytes(bytes)));
        variables.put("preemptible", resources.preemptible());
        placement.region().ifPresent(region -> variables.put("region", region));
        placement.zone().ifPresent(zone -> variables.put("zone", zone));
        placement.subnetId().ifPresent(subnet -> variables.put("subnet_id", subnet));
        variables.put("security_group_ids", placement.securityGroupIds());
        placement.identity().ifPresent(identity -> variables.put("identity", identity));
        placement.image().ifPresent(image -> variables.put("image", image));
        variables.put("lifetime_seconds", lifetime.toSeconds());
        riftServer.ifPresent(server -> variables.put("rift_server", server));
        switch (start) {
            case Start.UserData(SecretValue userData) -> variables.put("user_data", userData.reveal());
            case Start.Container(String egg, String apiUrl, var environment, SecretValue token) -> {
                variables.put("egg", egg);
                variables.put("api_url", apiUrl);
                variables.put("environment", environment);
                variables.put("enrolment_token", token.reveal());
            }
        }
        return new TreeMap<>(variables);
    }
}
