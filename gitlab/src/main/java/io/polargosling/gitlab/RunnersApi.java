package io.polargosling.gitlab;

import static io.polargosling.gitlab.Exchange.TOKEN;

import io.polargosling.domain.secret.SecretValue;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.annotation.PutExchange;

/** Runners, as GitLab's REST API has them. */
@HttpExchange(url = "/api/v4", accept = "application/json")
interface RunnersApi {

    @PostExchange(url = "/user/runners", contentType = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> create(@RequestAttribute(TOKEN) SecretValue token, @RequestBody byte[] body);

    @GetExchange("/runners/{runner}")
    ResponseEntity<byte[]> find(@RequestAttribute(TOKEN) SecretValue token, @PathVariable long runner);

    /** The runners of one owner.
     *
     * @param owners {@code projects} or {@code groups} */
    @GetExchange("/{owners}/{owner}/runners?type={type}&per_page=100&page={page}")
    ResponseEntity<byte[]> list(
            @RequestAttribute(TOKEN) SecretValue token,
            @PathVariable String owners,
            @PathVariable long owner,
            @PathVariable String type,
            @PathVariable int page);

    @PutExchange(url = "/runners/{runner}", contentType = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> change(
            @RequestAttribute(TOKEN) SecretValue token, @PathVariable long runner, @RequestBody byte[] body);

    @GetExchange("/runners/{runner}/jobs?status=running&per_page=100&page={page}")
    ResponseEntity<byte[]> runningJobs(
            @RequestAttribute(TOKEN) SecretValue token,
            @PathVariable long runner,
            @PathVariable int page,
            @RequestParam(name = "system_id", required = false) @Nullable String system);

    @GetExchange("/runners/{runner}/managers?per_page=100&page={page}")
    ResponseEntity<byte[]> managers(
            @RequestAttribute(TOKEN) SecretValue token, @PathVariable long runner, @PathVariable int page);

    @DeleteExchange("/runners/{runner}")
    ResponseEntity<byte[]> delete(@RequestAttribute(TOKEN) SecretValue token, @PathVariable long runner);

    /** Takes the runner's own token, in the body. */
    @PostExchange(url = "/runners/verify", contentType = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> verify(@RequestBody byte[] body);

    /** Takes the runner's own token, in the body. */
    @DeleteExchange(url = "/runners/managers", contentType = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> deleteManager(@RequestBody byte[] body);
}
