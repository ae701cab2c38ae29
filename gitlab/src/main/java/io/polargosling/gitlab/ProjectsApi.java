package io.polargosling.gitlab;

import static io.polargosling.gitlab.ReadBodies.TOKEN_HEADER;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/** Projects, groups and the server itself, as GitLab's REST API has them. */
@HttpExchange(url = "/api/v4", accept = "application/json")
interface ProjectsApi {

    @GetExchange(
            "/groups/{group}/projects?include_subgroups=true&with_shared=false&archived=false&simple=true&order_by=id&sort=asc&per_page=100&page={page}")
    ResponseEntity<byte[]> ofGroup(
            @RequestHeader(TOKEN_HEADER) String token, @PathVariable long group, @PathVariable int page);

    @GetExchange("/projects/{project}")
    ResponseEntity<byte[]> find(@RequestHeader(TOKEN_HEADER) String token, @PathVariable long project);

    @GetExchange("/groups/{group}?with_projects=false")
    ResponseEntity<byte[]> group(@RequestHeader(TOKEN_HEADER) String token, @PathVariable long group);

    @GetExchange("/version")
    ResponseEntity<byte[]> version(@RequestHeader(TOKEN_HEADER) String token);
}
