package io.polargosling.cli.bootstrap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.polargosling.domain.object.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** A registry of providers, as far as OpenTofu asks one; without signatures, as registries may be. */
final class RegistryServer implements AutoCloseable {

    private static final String ROOT = "/v1/providers/";

    private final HttpServer server;
    private final Map<String, byte[]> archives = new TreeMap<>();

    private RegistryServer(HttpServer server) {
        this.server = server;
    }

    static RegistryServer start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var registry = new RegistryServer(server);
            server.createContext("/", registry::answer);
            server.start();
            return registry;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A configuration of OpenTofu that takes this for the public registry. */
    String config() {
        return """
                host "registry.opentofu.org" {
                  services = { "providers.v1" = "%s" }
                }
                disable_checkpoint = true
                """.formatted(address() + ROOT);
    }

    /** Offers {@code archive} as {@code source}, such as {@code hashicorp/aws}. */
    void offer(String source, String version, String platform, byte[] archive) {
        archives.put(source + " " + version + " " + platform, archive);
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            var path = call.getRequestURI().getPath();
            var parts = path.substring(1).split("/");
            byte[] body = new byte[0];
            if (path.startsWith("/files/")) {
                body = file(parts[1], parts[2], parts[3], parts[4], parts[5]);
            } else if (path.endsWith("/versions")) {
                body = JsonMapper.shared().writeValueAsBytes(versions(parts[2] + "/" + parts[3]));
            } else if (path.contains("/download/")) {
                body = JsonMapper.shared().writeValueAsBytes(download(parts));
            }
            call.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                call.getResponseBody().write(body);
            }
        }
    }

    private Map<String, Object> versions(String source) {
        var versions = archives.keySet().stream()
                .filter(key -> key.startsWith(source + " "))
                .map(key -> Map.of("version", key.split(" ", -1)[1], "protocols", new String[] {"5.0"}))
                .distinct()
                .toList();
        return Map.of("versions", versions);
    }

    /** Of the path {@code v1/providers/NAMESPACE/TYPE/VERSION/download/OS/ARCH}. */
    private Map<String, Object> download(String[] path) {
        var platform = path[6] + "_" + path[7];
        var place = address() + "/files/" + path[2] + "/" + path[3] + "/" + path[4] + "/" + platform;
        var archive = archives.get(path[2] + "/" + path[3] + " " + path[4] + " " + platform);
        return archive == null
                ? Map.of()
                : Map.of(
                        "protocols",
                        new String[] {"5.0"},
                        "os",
                        path[6],
                        "arch",
                        path[7],
                        "filename",
                        name(path[3], path[4], platform),
                        "download_url",
                        place + "/zip",
                        "shasums_url",
                        place + "/sums",
                        "shasums_signature_url",
                        place + "/signature",
                        "shasum",
                        Sha256.of(archive).value(),
                        "signing_keys",
                        Map.of("gpg_public_keys", new String[0]));
    }

    private byte[] file(String namespace, String type, String version, String platform, String what) {
        var archive = archives.getOrDefault(namespace + "/" + type + " " + version + " " + platform, new byte[0]);
        return switch (what) {
            case "zip" -> archive;
            case "sums" ->
                (Sha256.of(archive) + "  " + name(type, version, platform) + "\n").getBytes(StandardCharsets.UTF_8);
            default -> new byte[] {1};
        };
    }

    private static String name(String type, String version, String platform) {
        return "terraform-provider-" + type + "_" + version + "_" + platform + ".zip";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
