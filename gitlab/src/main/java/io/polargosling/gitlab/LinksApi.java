package io.polargosling.gitlab;

import static io.polargosling.gitlab.ReadBodies.TOKEN_HEADER;

import java.net.URI;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/** Addresses that GitLab's own answers name. */
@HttpExchange(accept = "application/json")
interface LinksApi {

    /** Reads what is there.
     *
     * @param address of the same server, as it stands in the answer */
    @GetExchange
    ResponseEntity<byte[]> get(URI address, @RequestHeader(TOKEN_HEADER) String token);
}
