package io.polargosling.api.binary;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.problem.BodyTooLargeException;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.api.problem.ProblemKind;
import io.polargosling.domain.binary.BinaryBuild;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.object.Leftovers;
import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.problem.InvalidException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Receives uploads piece by piece into a file, hashed while it is written; no more of one than a few kilobytes is ever in
 * memory. The parts may come in any order, each once.
 */
final class Uploads {

    private static final Set<String> FIELDS = Set.of("binary_name", "version", "os_arch", "checksum");
    private static final String FILE = "file";
    private static final int MAX_FIELD = 256;
    private static final int MAX_PART_HEADER = 2048;
    private static final int AT_ONCE = 2;
    private static final Duration ABANDONED = Duration.ofHours(24);

    private final Path folder;
    private final ApiClock clock;
    private final Semaphore permits = new Semaphore(AT_ONCE);

    /** @param folder where files lie while they are received */
    Uploads(Path folder, ApiClock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** A whole upload whose content has the checksum it came with; its file is gone once it is closed. */
    record Upload(BinaryName binary, BinaryBuild build, ObjectContent content, Path file, Semaphore permits)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            permits.release();
            Files.deleteIfExists(file);
        }
    }

    /** The upload in {@code request}; ends the request with a problem when it is none, or not what it says it is. */
    Upload receive(HttpServletRequest request) throws IOException {
        if (!permits.tryAcquire()) {
            throw new ProblemException(ProblemKind.UNAVAILABLE, "too many uploads at once");
        }
        Path file = null;
        boolean received = false;
        try {
            Files.createDirectories(folder);
            Leftovers.delete(folder, clock.now().minus(ABANDONED));
            file = Files.createTempFile(folder, "upload", "");
            var upload = parts(request, file).toUpload(file, permits);
            received = true;
            return upload;
        } finally {
            if (!received) {
                permits.release();
                if (file != null) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static Parts parts(HttpServletRequest request, Path file) throws IOException {
        String type = request.getContentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            throw new ProblemException(ProblemKind.UNSUPPORTED_MEDIA, "send multipart/form-data");
        }
        var reader = new FileUpload();
        reader.setPartHeaderSizeMax(MAX_PART_HEADER);
        var parts = new Parts();
        try {
            var items = reader.getItemIterator(new ServletRequestContext(request));
            while (items.hasNext()) {
                parts.read(items.next(), file);
            }
            return parts;
        } catch (FileUploadException e) {
            throw malformed(e);
        } catch (IOException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BodyTooLargeException tooLarge) {
                    throw tooLarge;
                }
            }
            throw malformed(e);
        }
    }

    private static ProblemException malformed(IOException cause) {
        var problem = new ProblemException(
                ProblemKind.MALFORMED, "the body is no whole multipart/form-data of the expected parts");
        problem.initCause(cause);
        return problem;
    }

    /** What was read of an upload so far. */
    private static final class Parts {

        private final Map<String, String> fields = new HashMap<>();
        private @Nullable Sha256 digest;

        void read(FileItemStream part, Path file) throws IOException {
            String name = part.getFieldName();
            if (FILE.equals(name) && digest == null) {
                digest = write(part, file);
            } else if (name != null && FIELDS.contains(name) && !fields.containsKey(name)) {
                fields.put(name, text(name, part));
            } else {
                throw ProblemException.invalid(
                        "",
                        "unknown-field",
                        "only binary_name, version, os_arch, checksum and file are known, each once");
            }
        }

        private static Sha256 write(FileItemStream part, Path file) throws IOException {
            var sha256 = sha256();
            try (InputStream in = new DigestInputStream(part.openStream(), sha256);
                    var out = Files.newOutputStream(file)) {
                long _ = in.transferTo(out);
            }
            return new Sha256(HexFormat.of().formatHex(sha256.digest()));
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        private static String text(String name, FileItemStream part) throws IOException {
            try (InputStream in = part.openStream()) {
                var bytes = in.readNBytes(MAX_FIELD + 1);
                if (bytes.length > MAX_FIELD) {
                    throw ProblemException.invalid("/" + name, "length", name + ": at most " + MAX_FIELD + " bytes");
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
        }

        Upload toUpload(Path file, Semaphore permits) throws IOException {
            var binary = BinaryName.parse(field("binary_name"))
                    .orElseThrow(() -> ProblemException.invalid(
                            "/binary_name", "unknown", "binary_name: expected gosling, opentofu or gitlab-runner"));
            var build = build(field("version"), field("os_arch"));
            var expected = checksum(field("checksum"));
            if (digest == null) {
                throw missing(FILE);
            }
            if (!digest.equals(expected)) {
                throw new ProblemException(
                        ProblemKind.CHECKSUM_MISMATCH,
                        "the file has SHA-256 " + digest + " (expected: " + expected + "); nothing was stored");
            }
            var content = new ObjectContent.Given(() -> Files.newInputStream(file), Files.size(file), digest);
            return new Upload(binary, build, content, file, permits);
        }

        private static BinaryBuild build(String version, String platform) {
            try {
                return new BinaryBuild(version, platform);
            } catch (InvalidException e) {
                boolean ofVersion = e.getMessage().startsWith("version");
                throw ProblemException.invalid(
                        ofVersion ? "/version" : "/os_arch", ofVersion ? "version" : "unknown", e.getMessage());
            }
        }

        private static Sha256 checksum(String text) {
            try {
                return new Sha256(text.toLowerCase(Locale.ROOT));
            } catch (InvalidException e) {
                throw ProblemException.invalid("/checksum", "checksum", "checksum: expected 64 hexadecimal digits");
            }
        }

        private String field(String name) {
            var value = fields.get(name);
            if (value == null) {
                throw missing(name);
            }
            return value;
        }

        private static ProblemException missing(String name) {
            return ProblemException.invalid("/" + name, "required", name + ": this part is missing");
        }
    }
}
