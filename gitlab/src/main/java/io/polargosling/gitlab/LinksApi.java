package io.polargosling.gitlab;

import static io.polargosling.gitlab.Exchange.TOKEN;

import io.polargosling.domain.secret.SecretValue;
import java.net.URI;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/** Addresses that GitLab's own answers name. */
@HttpExchange(accept = "application/json")
interface LinksApi {

    /** Reads what is there.
     *
     * @param address of the same server, as it stands in the answer */
    @GetExchange
    ResponseEntity<byte[]> get(URI address, @RequestAttribute(TOKEN) SecretValue token);
}
