package io.polargosling.gitlab;

import static io.polargosling.gitlab.Exchange.TOKEN;

import io.polargosling.domain.secret.SecretValue;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.annotation.PutExchange;

/** Webhooks, as GitLab's REST API has them; {@code owners} is {@code projects} or {@code groups}. */
@HttpExchange(url = "/api/v4", accept = "application/json")
interface HooksApi {

    @GetExchange("/{owners}/{owner}/hooks?per_page=100&page={page}")
    ResponseEntity<byte[]> list(
            @RequestAttribute(TOKEN) SecretValue token,
            @PathVariable String owners,
            @PathVariable long owner,
            @PathVariable int page);

    @GetExchange("/groups/{group}/hooks?per_page=1")
    ResponseEntity<byte[]> probeGroup(@RequestAttribute(TOKEN) SecretValue token, @PathVariable long group);

    @PostExchange(url = "/{owners}/{owner}/hooks", contentType = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> create(
            @RequestAttribute(TOKEN) SecretValue token,
            @PathVariable String owners,
            @PathVariable long owner,
            @RequestBody byte[] body);

    @PutExchange(url = "/{owners}/{owner}/hooks/{hook}", contentType = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> change(
            @RequestAttribute(TOKEN) SecretValue token,
            @PathVariable String owners,
            @PathVariable long owner,
            @PathVariable long hook,
            @RequestBody byte[] body);

    @DeleteExchange("/{owners}/{owner}/hooks/{hook}")
    ResponseEntity<byte[]> delete(
            @RequestAttribute(TOKEN) SecretValue token,
            @PathVariable String owners,
            @PathVariable long owner,
            @PathVariable long hook);

    @PostExchange("/{owners}/{owner}/hooks/{hook}/test/{trigger}")
    ResponseEntity<byte[]> test(
            @RequestAttribute(TOKEN) SecretValue token,
            @PathVariable String owners,
            @PathVariable long owner,
            @PathVariable long hook,
            @PathVariable String trigger);
}
