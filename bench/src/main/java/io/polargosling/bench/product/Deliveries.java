package io.polargosling.bench.product;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Requests as GitLab sends them, each delivery with an id of its own. */
public final class Deliveries {

    private static final String BODY = """
            {"object_kind":"build","ref":"main","tag":false,"before_sha":"@SHA","sha":"@SHA","retries_count":0,\
            "build_id":@ID,"build_name":"compile","build_stage":"build","build_status":"pending",\
            "build_created_at":"2026-05-14 09:02:15 UTC","build_created_at_iso":"2026-05-14T09:02:15Z",\
            "build_started_at":null,"build_finished_at":null,"build_duration":null,"build_queued_duration":0.62,\
            "build_allow_failure":false,"build_failure_reason":"unknown_failure","pipeline_id":55310,"runner":null,\
            "project_id":@PROJECT,"project_name":"Bench / Project @PROJECT","user":{"id":51,"name":"A Name","username":"name",\
            "avatar_url":null,"email":"[REDACTED]"},"commit":{"id":55310,"name":null,"sha":"@SHA",\
            "message":"A change of the usual size, with a line of text that says what it is for\\n",\
            "author_name":"A Name","author_email":"name@bench.test","author_url":"http://@GITLAB/name",\
            "status":"pending","duration":null,"started_at":null,"finished_at":null},"repository":{"name":"project",\
            "url":"ssh://git@@GITLAB/bench/project.git","description":"","homepage":"http://@GITLAB/bench/project",\
            "git_http_url":"http://@GITLAB/bench/project.git","git_ssh_url":"ssh://git@@GITLAB/bench/project.git",\
            "visibility_level":0},"project":{"id":@PROJECT,"name":"Project @PROJECT","description":"","web_url":\
            "http://@GITLAB/bench/project-@PROJECT","avatar_url":null,"git_ssh_url":"ssh://git@@GITLAB/bench/project.git",\
            "git_http_url":"http://@GITLAB/bench/project.git","namespace":"Bench","visibility_level":0,\
            "path_with_namespace":"bench/project-@PROJECT","default_branch":"main","ci_config_path":null},\
            "environment":null}""";

    private final String gitlab;
    private final List<Hooked> eggs;
    private final List<Body> bodies;
    private final AtomicLong next = new AtomicLong();
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    /**
     * An egg's project.
     *
     * @param secret a signing key when it begins with {@code whsec_}, else a token
     */
    public record Hooked(long project, String secret) {

        boolean isSigned() {
            return secret.startsWith("whsec_");
        }
    }

    /** From {@code gitlab}, as host and port, for the projects of {@code eggs}. */
    public Deliveries(String gitlab, List<Hooked> eggs) {
        this.gitlab = gitlab;
        this.eggs = List.copyOf(eggs);
        this.bodies = eggs.stream().map(egg -> Body.of(egg.project(), gitlab)).toList();
    }

    /** A body but for its number; made once, so that sending costs little beside being answered. */
    private static final class Body {

        private final byte[] before;
        private final byte[] after;

        private Body(byte[] before, byte[] after) {
            this.before = before;
            this.after = after;
        }

        static Body of(long project, String gitlab) {
            String[] parts = BODY.replace("@SHA", "c40e7a9936d85b21f7740fe6d1b8c2a359e6d0f4")
                    .replace("@PROJECT", Long.toString(project))
                    .replace("@GITLAB", gitlab)
                    .split("@ID", -1);
            return new Body(parts[0].getBytes(StandardCharsets.UTF_8), parts[1].getBytes(StandardCharsets.UTF_8));
        }

        byte[] of(long number) {
            byte[] digits = Long.toString(1_000_000_000L + number).getBytes(StandardCharsets.US_ASCII);
            var body = Arrays.copyOf(before, before.length + digits.length + after.length);
            System.arraycopy(digits, 0, body, before.length, digits.length);
            System.arraycopy(after, 0, body, before.length + digits.length, after.length);
            return body;
        }
    }

    /** The next request over all eggs in turn, ready to be written to a connection. */
    public byte[] next() {
        long number = next.getAndIncrement();
        return pending((int) (number % eggs.size()), number);
    }

    /** A request that says that a job of the egg with the index {@code egg} waits. */
    public byte[] pending(int egg) {
        return pending(egg, next.getAndIncrement());
    }

    private byte[] pending(int egg, long number) {
        return request(
                "/webhooks/gitlab",
                eggs.get(egg),
                run + "-" + number,
                bodies.get(egg).of(number));
    }

    /** A request with {@code body} for the first egg with a token. */
    public byte[] withBody(byte[] body) {
        var egg = eggs.stream().filter(one -> !one.isSigned()).findFirst().orElseThrow();
        return request("/webhooks/gitlab", egg, run + "-large-" + next.getAndIncrement(), body);
    }

    /** The same for a peer that knows tokens only and has one secret. */
    public byte[] forPeer(String path, String token) {
        long number = next.getAndIncrement();
        return request(
                path,
                new Hooked(1, token),
                run + "-" + number,
                bodies.getFirst().of(number));
    }

    private byte[] request(String path, Hooked egg, String id, byte[] body) {
        String time = Long.toString(Instant.now().getEpochSecond());
        String proof = egg.isSigned()
                ? "webhook-signature: " + signature(egg.secret(), id + "." + time + ".", body)
                : "X-Gitlab-Token: " + egg.secret();
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: bench\r\nUser-Agent: GitLab/19.0.0\r\n"
                        + "Content-Type: application/json\r\nX-Gitlab-Event: Job Hook\r\nX-Gitlab-Instance: http://"
                        + gitlab + "\r\nIdempotency-Key: " + id + "\r\nwebhook-id: " + id + "\r\nwebhook-timestamp: "
                        + time + "\r\n" + proof + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        var request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    private static String signature(String secret, String prefix, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
            mac.update(prefix.getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing a webhook", e);
        }
    }
}
