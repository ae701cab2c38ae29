package io.polargosling.storage.mirror;

import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.problem.InvalidException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which packages are to be used, with OpenTofu's lock file for just these:
 *
 * <pre>
 * {"format": 1,
 *  "packages": [{"host": "registry.opentofu.org", "namespace": "hashicorp", "type": "aws", "version": "6.62.0",
 *                "os_arch": "linux_amd64", "file": "terraform-provider-aws_6.62.0_linux_amd64.zip",
 *                "sha256": "...", "size": 151000000}],
 *  "lock_file": {"sha256": "...", "text": "..."}}
 * </pre>
 *
 * <p>The lock file is in it, and not only beside it, so that one write changes both.
 *
 * @param packages in order
 * @param lockFile the text of {@code .terraform.lock.hcl}
 */
public record MirrorLock(List<ProviderPackage> packages, String lockFile) {

    /** How long its JSON may be, in bytes. */
    public static final int MAX_BYTES = 1024 * 1024;

    private static final int FORMAT = 1;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public MirrorLock {
        packages = List.copyOf(new TreeSet<>(packages));
    }

    /** Its JSON: the same for the same content. */
    public byte[] toJson() {
        var json = JSON.createObjectNode().put("format", FORMAT);
        var list = json.putArray("packages");
        for (var one : packages) {
            list.addObject()
                    .put("host", one.provider().host())
                    .put("namespace", one.provider().namespace())
                    .put("type", one.provider().type())
                    .put("version", one.version())
                    .put("os_arch", one.platform())
                    .put("file", one.file())
                    .put("sha256", one.digest().value())
                    .put("size", one.size());
        }
        json.putObject("lock_file").put("sha256", digestOf(lockFile).value()).put("text", lockFile);
        return JSON.writeValueAsBytes(json);
    }

    /** What tells it from every other one. */
    public Sha256 digest() {
        return Sha256.of(toJson());
    }

    /**
     * Reads the JSON.
     *
     * @throws InvalidException when it is none, or of a later version of this program, or was changed by hand
     */
    public static MirrorLock parse(byte[] bytes) {
        try {
            var json = JSON.readTree(bytes);
            if (json.path("format").asInt(0) != FORMAT) {
                throw invalid("format " + json.path("format") + " (expected: " + FORMAT
                        + "; a newer gosling may have written it, then update this program)");
            }
            var packages =
                    json.path("packages").valueStream().map(MirrorLock::one).toList();
            return new MirrorLock(packages, lockFile(json.path("lock_file")));
        } catch (JacksonException e) {
            throw invalid("it is not the JSON that it should be (" + e.getOriginalMessage() + ")");
        }
    }

    private static ProviderPackage one(JsonNode json) {
        var provider = new ProviderAddress(text(json, "host"), text(json, "namespace"), text(json, "type"));
        return new ProviderPackage(
                provider,
                text(json, "version"),
                text(json, "os_arch"),
                new Sha256(text(json, "sha256")),
                json.path("size").asLong(-1));
    }

    private static String lockFile(JsonNode json) {
        var text = text(json, "text");
        var expected = text(json, "sha256");
        var found = digestOf(text).value();
        if (!found.equals(expected)) {
            throw invalid("its lock file has SHA-256 " + found + " (expected: " + expected + ")");
        }
        return text;
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).asString("");
    }

    static Sha256 digestOf(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InvalidException invalid(String why) {
        return new InvalidException("reading " + ProviderCache.LIST + ": " + why
                + "; write it anew with \"gosling bootstrap --only cache\"");
    }
}
