package io.polargosling.gitlab;

import static io.polargosling.gitlab.Exchange.TOKEN;

import io.polargosling.domain.secret.SecretValue;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/** Projects, groups and the server itself, as GitLab's REST API has them. */
@HttpExchange(url = "/api/v4", accept = "application/json")
interface ProjectsApi {

    @GetExchange(
            "/groups/{group}/projects?include_subgroups=true&with_shared=false&archived=false&simple=true&order_by=id&sort=asc&per_page=100&page={page}")
    ResponseEntity<byte[]> ofGroup(
            @RequestAttribute(TOKEN) SecretValue token, @PathVariable long group, @PathVariable int page);

    @GetExchange("/projects/{project}")
    ResponseEntity<byte[]> find(@RequestAttribute(TOKEN) SecretValue token, @PathVariable long project);

    @GetExchange("/groups/{group}?with_projects=false")
    ResponseEntity<byte[]> group(@RequestAttribute(TOKEN) SecretValue token, @PathVariable long group);

    @GetExchange("/version")
    ResponseEntity<byte[]> version(@RequestAttribute(TOKEN) SecretValue token);
}
