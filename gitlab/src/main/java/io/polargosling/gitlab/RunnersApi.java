package io.polargosling.gitlab;

import static io.polargosling.gitlab.ReadBodies.TOKEN_HEADER;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
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
    ResponseEntity<byte[]> create(@RequestHeader(TOKEN_HEADER) String token, @RequestBody byte[] body);

    @GetExchange("/runners/{runner}")
    ResponseEntity<byte[]> find(@RequestHeader(TOKEN_HEADER) String token, @PathVariable long runner);

    /** The runners of one owner.
     *
     * @param owners {@code projects} or {@code groups} */
    @GetExchange("/{owners}/{owner}/runners?type={type}&per_page=100&page={page}")
    ResponseEntity<byte[]> list(
            @RequestHeader(TOKEN_HEADER) String token,
            @PathVariable String owners,
            @PathVariable long owner,
            @PathVariable String type,
            @PathVariable int page);

    @PutExchange(url = "/runners/{runner}", contentType = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> change(
            @RequestHeader(TOKEN_HEADER) String token, @PathVariable long runner, @RequestBody byte[] body);

    @GetExchange("/runners/{runner}/jobs?status=running&per_page=100&page={page}")
    ResponseEntity<byte[]> runningJobs(
            @RequestHeader(TOKEN_HEADER) String token,
            @PathVariable long runner,
            @PathVariable int page,
            @RequestParam(name = "system_id", required = false) @Nullable String system);

    @GetExchange("/runners/{runner}/managers?per_page=100&page={page}")
    ResponseEntity<byte[]> managers(
            @RequestHeader(TOKEN_HEADER) String token, @PathVariable long runner, @PathVariable int page);

    @DeleteExchange("/runners/{runner}")
    ResponseEntity<byte[]> delete(@RequestHeader(TOKEN_HEADER) String token, @PathVariable long runner);

    /** Takes the runner's own token, in the body. */
    @DeleteExchange(url = "/runners/managers", contentType = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> deleteManager(@RequestBody byte[] body);
}
