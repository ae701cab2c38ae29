package io.polargosling.api.binary;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A multipart body in the making. */
final class Form {

    static final String TYPE = "multipart/form-data; boundary=goose";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static Form upload(String binary, String version, String platform, String checksum, byte[] file) {
        return new Form()
                .field("binary_name", binary)
                .field("version", version)
                .field("os_arch", platform)
                .field("checksum", checksum)
                .file("file", file);
    }

    Form field(String name, String value) {
        return part("name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
    }

    Form file(String name, byte[] content) {
        return part("name=\"" + name + "\"; filename=\"../../etc/passwd\"", content);
    }

    private Form part(String disposition, byte[] content) {
        bytes.writeBytes(
                String.format(Locale.ROOT, "--goose\r\nContent-Disposition: form-data; %s\r\n\r\n", disposition)
                        .getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(content);
        bytes.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        return this;
    }

    byte[] end() {
        bytes.writeBytes("--goose--\r\n".getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    /** As it is when the sender dies. */
    byte[] cut() {
        var all = bytes.toByteArray();
        return java.util.Arrays.copyOf(all, all.length - 3);
    }
}
