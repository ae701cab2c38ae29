package io.polargosling.clouds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.runner.RunnerId;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

class AwsServicesTest {

    private static final RunnerId A = RunnerId.of("aaaaaaaaaaaa");
    private static final RunnerId B = RunnerId.of("bbbbbbbbbbbb");

    private static MotoAws aws;

    @BeforeAll
    static void start() {
        aws = MotoAws.shared();
    }

    @Test
    void list_servicesOfTwoClusters_showsEachOnceWithItsArn() {
        aws.makeCluster(MotoAws.AWAY, "one");
        aws.makeCluster(MotoAws.AWAY, "two");
        var many = IntStream.range(0, 23)
                .mapToObj(i -> RunnerId.of("%012d".formatted(i)))
                .toList();
        many.forEach(runner -> aws.makeService(
                MotoAws.AWAY,
                runner.value().endsWith("1") ? "one" : "two",
                "gosling-" + runner,
                TestLabels.of("many", runner)));

        var listed = aws.cloud("many").inventory().list();

        assertThat(listed).extracting(CloudResource::runner).containsExactlyInAnyOrderElementsOf(many);
        assertThat(listed).allSatisfy(each -> {
            assertThat(each.region()).contains(MotoAws.AWAY);
            assertThat(each.cloudId()).startsWith("arn:aws:ecs:").endsWith("/gosling-" + each.runner());
        });
    }

    @Test
    void delete_service_takesItsTaskDefinitionAlongAndLeavesOthers() {
        aws.makeCluster(MotoAws.HOME, "runners");
        var definition = aws.makeService(MotoAws.HOME, "runners", "gosling-" + A, TestLabels.of("del", A));
        var _ = aws.makeService(MotoAws.HOME, "runners", "gosling-" + B, TestLabels.of("del", B));
        var cloud = aws.cloud("del");

        cloud.inventory().delete(A);
        cloud.inventory().delete(A);

        assertThat(cloud.inventory().list()).extracting(CloudResource::runner).containsExactly(B);
        assertThat(aws.in(MotoAws.HOME)
                        .ecs()
                        .describeTaskDefinition(request -> request.taskDefinition(definition))
                        .taskDefinition()
                        .status())
                .isEqualTo(TaskDefinitionStatus.INACTIVE);
    }

    @Test
    void power_ofAService_isRefusedWithAReason() {
        var service = new CloudResource(
                A,
                CloudProvider.AWS,
                Optional.of(MotoAws.HOME),
                Optional.empty(),
                "arn:aws:ecs:eu-central-1:1:service/runners/gosling-" + A,
                CloudResource.Power.ON);

        assertThatThrownBy(() -> aws.cloud("x").power().stop(service))
                .isInstanceOf(InternalException.class)
                .hasMessageContaining("expected: i-");
    }
}
