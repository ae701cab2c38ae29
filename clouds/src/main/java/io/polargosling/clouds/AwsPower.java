package io.polargosling.clouds;

import io.polargosling.clouds.AwsRegions.Clients;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.PowerSwitch;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.State;

/**
 * Turning instances on and off, and calling functions. The state is looked at first: EC2 refuses to start what is
 * stopping and to stop what is starting, and answers both with the code that it has for what is gone.
 */
final class AwsPower implements PowerSwitch {

    private static final Pattern INSTANCE = Pattern.compile("i-([0-9a-f]{8}|[0-9a-f]{17})");

    private final AwsRegions regions;

    AwsPower(AwsRegions regions) {
        this.regions = regions;
    }

    @Override
    public void stop(CloudResource machine) {
        var what = "stopping instance " + machine.cloudId();
        var where = whereInstanceIs(machine, what);
        AwsFailures.run(what, () -> {
            switch (state(where, machine.cloudId(), what)) {
                case STOPPING, STOPPED -> {}
                case RUNNING -> {
                    var _ = where.ec2().stopInstances(request -> request.instanceIds(machine.cloudId()));
                }
                case PENDING -> throw busy(what, "starting");
                case SHUTTING_DOWN, TERMINATED -> throw gone(what);
                case UNKNOWN_TO_SDK_VERSION -> throw busy(what, "in an unknown state");
            }
        });
    }

    @Override
    public void start(CloudResource machine) {
        var what = "starting instance " + machine.cloudId();
        var where = whereInstanceIs(machine, what);
        AwsFailures.run(what, () -> {
            switch (state(where, machine.cloudId(), what)) {
                case PENDING, RUNNING -> {}
                case STOPPED -> {
                    var _ = where.ec2().startInstances(request -> request.instanceIds(machine.cloudId()));
                }
                case STOPPING -> throw busy(what, "stopping");
                case SHUTTING_DOWN, TERMINATED -> throw gone(what);
                case UNKNOWN_TO_SDK_VERSION -> throw busy(what, "in an unknown state");
            }
        });
    }

    @Override
    public void invoke(CloudResource machine) {
        var what = "invoking function " + machine.cloudId();
        var where = where(machine, what);
        AwsFailures.run(what, () -> {
            var state = where.lambda()
                    .getFunctionConfiguration(request -> request.functionName(machine.cloudId()))
                    .state();
            if (state == State.PENDING || state == State.FAILED) {
                throw busy(what, state.toString());
            }
            var _ = where.lambda()
                    .invoke(request -> request.functionName(machine.cloudId()).invocationType(InvocationType.EVENT));
        });
    }

    private Clients where(CloudResource machine, String what) {
        return regions.of(
                machine.region().orElseThrow(() -> new InternalException(what + ": no region (expected: its region)")));
    }

    private Clients whereInstanceIs(CloudResource machine, String what) {
        if (!INSTANCE.matcher(machine.cloudId()).matches()) {
            throw new InternalException(what + ": not the id of an instance (expected: i- and hexadecimal digits;"
                    + " nothing else on AWS is turned on and off)");
        }
        return where(machine, what);
    }

    private static InstanceStateName state(Clients where, String id, String what) {
        return where.ec2().describeInstances(request -> request.instanceIds(id)).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .findFirst()
                .orElseThrow(() -> gone(what))
                .state()
                .name();
    }

    private static UnavailableException busy(String what, String state) {
        return new UnavailableException(what + ": it is " + state + " (try again later)");
    }

    private static NotFoundException gone(String what) {
        return new NotFoundException(what + ": it is gone");
    }
}
