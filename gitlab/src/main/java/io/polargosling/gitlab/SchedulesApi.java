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

/** Pipeline schedules, as GitLab's REST API has them. */
@HttpExchange(url = "/api/v4", accept = "application/json")
interface SchedulesApi {

    @GetExchange("/projects/{project}/pipeline_schedules?per_page=100&page={page}")
    ResponseEntity<byte[]> list(
            @RequestAttribute(TOKEN) SecretValue token, @PathVariable long project, @PathVariable int page);

    @GetExchange("/projects/{project}/pipeline_schedules/{schedule}")
    ResponseEntity<byte[]> find(
            @RequestAttribute(TOKEN) SecretValue token, @PathVariable long project, @PathVariable long schedule);

    @PostExchange(url = "/projects/{project}/pipeline_schedules", contentType = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> create(
            @RequestAttribute(TOKEN) SecretValue token, @PathVariable long project, @RequestBody byte[] body);

    @PutExchange(
            url = "/projects/{project}/pipeline_schedules/{schedule}",
            contentType = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> change(
            @RequestAttribute(TOKEN) SecretValue token,
            @PathVariable long project,
            @PathVariable long schedule,
            @RequestBody byte[] body);

    @DeleteExchange("/projects/{project}/pipeline_schedules/{schedule}")
    ResponseEntity<byte[]> delete(
            @RequestAttribute(TOKEN) SecretValue token, @PathVariable long project, @PathVariable long schedule);

    /** Gives an order.
     *
     * @param verb {@code take_ownership} or {@code play} */
    @PostExchange("/projects/{project}/pipeline_schedules/{schedule}/{verb}")
    ResponseEntity<byte[]> order(
            @RequestAttribute(TOKEN) SecretValue token,
            @PathVariable long project,
            @PathVariable long schedule,
            @PathVariable String verb);

    @PostExchange(
            url = "/projects/{project}/pipeline_schedules/{schedule}/variables",
            contentType = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> addVariable(
            @RequestAttribute(TOKEN) SecretValue token,
            @PathVariable long project,
            @PathVariable long schedule,
            @RequestBody byte[] body);

    @PutExchange(
            url = "/projects/{project}/pipeline_schedules/{schedule}/variables/{key}",
            contentType = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> changeVariable(
            @RequestAttribute(TOKEN) SecretValue token,
            @PathVariable long project,
            @PathVariable long schedule,
            @PathVariable String key,
            @RequestBody byte[] body);

    @DeleteExchange("/projects/{project}/pipeline_schedules/{schedule}/variables/{key}")
    ResponseEntity<byte[]> deleteVariable(
            @RequestAttribute(TOKEN) SecretValue token,
            @PathVariable long project,
            @PathVariable long schedule,
            @PathVariable String key);
}
