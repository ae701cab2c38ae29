package io.polargosling.gitlab;

import static io.polargosling.gitlab.Exchange.TOKEN;

import io.polargosling.domain.secret.SecretValue;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/** Jobs, as GitLab's REST API has them. */
@HttpExchange(url = "/api/v4", accept = "application/json")
interface JobsApi {

    @GetExchange(
            "/projects/{project}/jobs?scope[]=pending&scope[]=running&pagination=keyset&order_by=id&sort=desc&per_page=100")
    ResponseEntity<byte[]> open(@RequestAttribute(TOKEN) SecretValue token, @PathVariable long project);

    @GetExchange("/projects/{project}/jobs/{job}")
    ResponseEntity<byte[]> find(
            @RequestAttribute(TOKEN) SecretValue token, @PathVariable long project, @PathVariable long job);

    @GetExchange("/projects/{project}/pipelines/{pipeline}/jobs?include_retried=true&per_page=100&page={page}")
    ResponseEntity<byte[]> ofPipeline(
            @RequestAttribute(TOKEN) SecretValue token,
            @PathVariable long project,
            @PathVariable long pipeline,
            @PathVariable int page);
}
