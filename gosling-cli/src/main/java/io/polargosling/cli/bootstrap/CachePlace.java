package io.polargosling.cli.bootstrap;

import io.polargosling.cli.files.NestPath;
import io.polargosling.domain.object.ObjectStore;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.nest.NestFiles;
import io.polargosling.nest.NestReader;
import io.polargosling.nest.NestRules;
import io.polargosling.storage.object.NestBuckets;
import io.polargosling.storage.object.ObjectStorage;
import io.polargosling.storage.object.S3Bucket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The options that say where the cache is. */
final class CachePlace {

    private static final String ANY_REGION = "us-east-1";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder of a control plane without buckets; the cache is a folder in it.")
    private @Nullable Path data;

    @Option(names = "--bucket", paramLabel = "NAME", description = "The cache bucket.")
    private @Nullable String bucket;

    @Option(names = "--region", paramLabel = "REGION", description = "Of --bucket.")
    private @Nullable String region;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "Of a store other than AWS, such as https://storage.yandexcloud.net.")
    private @Nullable URI endpoint;

    @Option(
            names = "--path",
            paramLabel = "DIR",
            description = "A folder of the Nest whose bucket is meant. Default: the current one.")
    private Path path = Path.of("");

    /** Opens it, without a call. */
    ObjectStore open(CommandSpec spec) {
        if (data != null && bucket != null) {
            throw new ParameterException(spec.commandLine(), "--data and --bucket: only one of them can be meant");
        }
        if (bucket == null && (region != null || endpoint != null)) {
            throw new ParameterException(spec.commandLine(), "--region and --endpoint need --bucket");
        }
        if (data != null) {
            return ObjectStorage.files(data.toAbsolutePath().normalize().resolve("cache"));
        }
        var chosen = bucket == null ? ofNest(path) : given(bucket, spec);
        requireCredentials(chosen);
        return ObjectStorage.s3(chosen);
    }

    private S3Bucket given(String name, CommandSpec spec) {
        if (region == null && endpoint == null) {
            throw new ParameterException(spec.commandLine(), "--bucket needs --region, or --endpoint");
        }
        if (endpoint != null && endpoint.getHost() == null) {
            throw new ParameterException(spec.commandLine(), "--endpoint " + endpoint + " (expected: https://HOST)");
        }
        return new S3Bucket(name, "", region == null ? ANY_REGION : region, Optional.ofNullable(endpoint));
    }

    private static void requireCredentials(S3Bucket bucket) {
        try (var chain = DefaultCredentialsProvider.builder().build()) {
            var _ = chain.resolveCredentials();
        } catch (SdkClientException e) {
            throw new InvalidException("opening bucket \"" + bucket.name()
                    + "\": there are no credentials (expected: AWS_ACCESS_KEY_ID and"
                    + " AWS_SECRET_ACCESS_KEY, a profile, or a role of this machine)");
        }
    }

    private static S3Bucket ofNest(Path path) {
        var root = NestPath.rootOf(path)
                .orElseThrow(() -> new NotFoundException("looking for the cache bucket: \"" + path.toAbsolutePath()
                        + "\" is in no Nest; name it with --bucket, or the"
                        + " control plane's data folder with --data"));
        var config = NestReader.read(NestFiles.ofDirectory(root), NestRules.defaults())
                .infrastructure()
                .orElseThrow(() -> new InvalidException("looking for the cache bucket: MG/config.fly of the Nest "
                        + root + " is missing or wrong; see \"gosling validate\""));
        return NestBuckets.cacheOf(config.json())
                .orElseThrow(() -> new NotFoundException("looking for the cache bucket: MG/config.fly of the Nest "
                        + root + " names no storage.cache_bucket of a cloud; name it with --bucket, or the control"
                        + " plane's data folder with --data"));
    }
}
