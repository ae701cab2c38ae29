package io.polargosling.worker.mirror;

import io.polargosling.domain.object.ObjectKey;
import io.polargosling.domain.object.ObjectStore;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.storage.mirror.MirrorLock;
import io.polargosling.storage.mirror.ProviderAddress;
import io.polargosling.storage.mirror.ProviderCache;
import io.polargosling.storage.mirror.ProviderPackage;
import io.polargosling.storage.object.ObjectStorage;
import io.polargosling.worker.tofu.OpenTofu;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A cache in files with providers that are a few bytes long: enough for all that init does with them. */
final class FilledCache {

    static final String OWN = "linux_amd64";

    private static final List<String> PLATFORMS = List.of(OWN, "linux_arm64");

    final ObjectStore objects;
    final ProviderCache cache;
    /** The calls of the cache's reader, by name. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    private final Path folder;
    private volatile boolean away;

    FilledCache(Path folder) {
        this.folder = folder;
        this.objects = ObjectStorage.files(folder.resolve("cache"));
        this.cache = new ProviderCache(watched());
    }

    /** Makes the cache answer no more, or again. */
    void goAway(boolean gone) {
        away = gone;
    }

    /** Puts one version of a provider into use in place of all others, without OpenTofu's lock. */
    MirrorLock use(String source, String version) throws IOException {
        return use(source, version, "# lock of " + version + "\n");
    }

    /** As {@link #use}, with the lock file that OpenTofu writes. */
    MirrorLock useLocked(String source, String version) throws IOException, InterruptedException {
        var packed = folder.resolve("packed-" + version);
        for (var platform : PLATFORMS) {
            var one = new ProviderPackage(address(source), version, platform, Sha256.of(new byte[0]), 0);
            var place = packed.resolve(one.provider().toString());
            Files.createDirectories(place);
            Files.copy(archive(source, version, platform), place.resolve(one.file()));
        }
        return use(source, version, lockFile(source, packed));
    }

    private MirrorLock use(String source, String version, String lockFile) throws IOException {
        var files = new TreeMap<ProviderPackage, Path>();
        for (var platform : PLATFORMS) {
            var file = archive(source, version, platform);
            files.put(new ProviderPackage(address(source), version, platform, Sha256.of(file), Files.size(file)), file);
        }
        var lock = new MirrorLock(List.copyOf(files.keySet()), lockFile);
        new ProviderCache(objects).fill(lock, files, _ -> {});
        return lock;
    }

    static String needs(String source) {
        var type = source.substring(source.indexOf('/') + 1);
        return """
                terraform {
                  required_providers {
                    %s = {
                      source  = "%s"
                      version = ">= 0.1"
                    }
                  }
                }
                """.formatted(type, source);
    }

    private String lockFile(String source, Path packed) throws IOException, InterruptedException {
        var root = Files.createTempDirectory(folder, "lock");
        Files.writeString(root.resolve("main.tf"), needs(source));
        var process = new ProcessBuilder(
                        OpenTofu.find().path().toString(),
                        "providers",
                        "lock",
                        "-fs-mirror=" + packed,
                        "-platform=linux_amd64",
                        "-platform=linux_arm64")
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("said").toFile())
                .start();
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(Files.readString(root.resolve("said")));
        }
        return Files.readString(root.resolve(".terraform.lock.hcl"));
    }

    private Path archive(String source, String version, String platform) throws IOException {
        var type = source.substring(source.indexOf('/') + 1);
        var file = folder.resolve(type + version + platform + ".zip");
        if (!Files.exists(file)) {
            try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
                zip.putNextEntry(new ZipEntry("terraform-provider-" + type + "_v" + version));
                zip.write((source + version + platform).getBytes(StandardCharsets.UTF_8));
                zip.putNextEntry(new ZipEntry("docs/README.md"));
                zip.write(new byte[100]);
                zip.closeEntry();
            }
        }
        return file;
    }

    private static ProviderAddress address(String source) {
        return ProviderAddress.of("registry.opentofu.org/" + source);
    }

    /** Whatever methods a store has, their calls are noted and passed on. */
    private ObjectStore watched() {
        return (ObjectStore) Proxy.newProxyInstance(
                FilledCache.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (_, method, arguments) -> {
                    calls.add(method.getName());
                    if (away) {
                        throw new UnavailableException("the cache is away");
                    }
                    try {
                        return method.invoke(objects, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    ObjectKey keyOfOwn(MirrorLock lock) {
        return lock.packages().stream()
                .filter(one -> one.platform().equals(OWN))
                .findFirst()
                .orElseThrow()
                .key();
    }
}
