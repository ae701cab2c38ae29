package io.polargosling.clouds;

import io.polargosling.clouds.AwsRegions.Clients;
import io.polargosling.domain.inventory.Cloud;
import io.polargosling.testkit.cloud.MotoServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LaunchType;

/** Moto as a cloud, and what OpenTofu would have made in it. */
final class MotoAws {

    static final String HOME = "eu-central-1";
    static final String AWAY = "us-east-1";
    static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

    private static final String IMAGE = "ami-12c6146b";
    private static final String ROLE = "arn:aws:iam::123456789012:role/runner";

    private final MotoServer server = MotoServer.start();
    private final AwsRegions regions =
            new AwsRegions(() -> Set.of(HOME, AWAY), CREDENTIALS, Optional.of(server.endpoint()));

    private static @Nullable MotoAws shared;

    /** The one for all tests, which ends with this process. Each test has a Nest of its own in it. */
    static synchronized MotoAws shared() {
        if (shared == null) {
            shared = new MotoAws();
        }
        return shared;
    }

    private MotoAws() {
        server.reset();
        createRole();
    }

    /** Where the machines of {@code nest} are found. */
    Cloud cloud(String nest) {
        return CloudAccess.aws(nest, () -> Set.of(HOME, AWAY), CREDENTIALS, Optional.of(server.endpoint()));
    }

    Clients in(String region) {
        return regions.of(region);
    }

    /** Instances that are alike but for the labels that each has besides {@code shared}. */
    List<String> makeInstances(String region, Map<String, String> shared, List<Map<String, String>> own) {
        var ids = in(region)
                .ec2()
                .runInstances(request -> request.imageId(IMAGE)
                        .instanceType(InstanceType.T3_SMALL)
                        .minCount(own.size())
                        .maxCount(own.size())
                        .tagSpecifications(TagSpecification.builder()
                                .resourceType(ResourceType.INSTANCE)
                                .tags(tags(shared))
                                .build()))
                .instances()
                .stream()
                .map(Instance::instanceId)
                .toList();
        for (int i = 0; i < ids.size(); i++) {
            var id = ids.get(i);
            var tags = tags(own.get(i));
            var _ = in(region).ec2().createTags(request -> request.resources(id).tags(tags));
        }
        return ids;
    }

    private static List<Tag> tags(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> Tag.builder()
                        .key(label.getKey())
                        .value(label.getValue())
                        .build())
                .toList();
    }

    void makeFunction(String region, String name, Map<String, String> labels) {
        var _ = in(region)
                .lambda()
                .createFunction(request -> request.functionName(name)
                        .role(ROLE)
                        .runtime("python3.11")
                        .handler("f.handler")
                        .code(code -> code.zipFile(SdkBytes.fromByteArray(zip())))
                        .tags(labels));
    }

    void makeCluster(String region, String name) {
        var _ = in(region).ecs().createCluster(request -> request.clusterName(name));
    }

    /** The ARN of its task definition. */
    String makeService(String region, String cluster, String name, Map<String, String> labels) {
        var tags = labels.entrySet().stream()
                .map(label -> software.amazon.awssdk.services.ecs.model.Tag.builder()
                        .key(label.getKey())
                        .value(label.getValue())
                        .build())
                .toList();
        var definition = in(region)
                .ecs()
                .registerTaskDefinition(request -> request.family(name)
                        .containerDefinitions(ContainerDefinition.builder()
                                .name("runner")
                                .image("runner")
                                .memory(512)
                                .build())
                        .tags(tags))
                .taskDefinition()
                .taskDefinitionArn();
        var _ = in(region)
                .ecs()
                .createService(request -> request.cluster(cluster)
                        .serviceName(name)
                        .taskDefinition(definition)
                        .launchType(LaunchType.FARGATE)
                        .desiredCount(1)
                        .tags(tags));
        return definition;
    }

    private static byte[] zip() {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("f.py"));
            zip.write("def handler(event, context): pass\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** By hand: the client of that service is needed for nothing else. */
    private void createRole() {
        var request = HttpRequest.newBuilder(server.endpoint().resolve("/"))
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iam/aws4_request")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                        HttpRequest.BodyPublishers.ofString(
                                "Action=CreateRole&Version=2010-05-08&RoleName=runner"
                                        + "&AssumeRolePolicyDocument=%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("making a role: " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** An address at which nobody answers. */
    static URI nowhere() {
        return URI.create("http://127.0.0.1:1");
    }
}
