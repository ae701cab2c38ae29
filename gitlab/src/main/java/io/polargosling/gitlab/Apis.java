package io.polargosling.gitlab;

import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** One server's REST calls, in parts by what they are about. */
record Apis(
        JobsApi jobs,
        RunnersApi runners,
        HooksApi hooks,
        ProjectsApi projects,
        SchedulesApi schedules,
        DeployKeysApi deployKeys,
        LinksApi links) {

    static Apis of(RestClient client) {
        var proxies = HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                .build();
        return new Apis(
                proxies.createClient(JobsApi.class),
                proxies.createClient(RunnersApi.class),
                proxies.createClient(HooksApi.class),
                proxies.createClient(ProjectsApi.class),
                proxies.createClient(SchedulesApi.class),
                proxies.createClient(DeployKeysApi.class),
                proxies.createClient(LinksApi.class));
    }
}
