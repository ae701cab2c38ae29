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

/** Deploy keys, as GitLab's REST API has them. */
@HttpExchange(url = "/api/v4", accept = "application/json")
interface DeployKeysApi {

    @GetExchange("/projects/{project}/deploy_keys?per_page=100&page={page}")
    ResponseEntity<byte[]> list(
            @RequestAttribute(TOKEN) SecretValue token, @PathVariable long project, @PathVariable int page);

    @PostExchange(url = "/projects/{project}/deploy_keys", contentType = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> add(
            @RequestAttribute(TOKEN) SecretValue token, @PathVariable long project, @RequestBody byte[] body);

    @DeleteExchange("/projects/{project}/deploy_keys/{key}")
    ResponseEntity<byte[]> delete(
            @RequestAttribute(TOKEN) SecretValue token, @PathVariable long project, @PathVariable long key);
}
