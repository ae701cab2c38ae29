package io.polargosling.api.http;

import io.polargosling.settings.Settings;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** JSON, trace ids, the clock and the server's own limits. */
@Configuration(proxyBeanMethods = false)
public final class HttpConfiguration {

    private static final int MAX_HEADER_BYTES = 16 * 1024;

    /** How long a client may say nothing in the middle of a request. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /** How long one may say nothing between requests. */
    private static final Duration IDLE = Duration.ofSeconds(60);

    @Bean
    ApiJson apiJson() {
        return new ApiJson();
    }

    @Bean
    ApiClock apiClock(ObjectProvider<InstantSource> clock) {
        return new ApiClock(clock.getIfUnique(InstantSource::system));
    }

    @Bean
    FilterRegistrationBean<Trace> apiTraceFilter() {
        var registration = new FilterRegistrationBean<>(new Trace());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    WebMvcConfigurer apiWebMvc(ApiJson json) {
        return new WebMvcConfigurer() {
            @Override
            public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
                converters.withJsonConverter(new JacksonJsonHttpMessageConverter(json.mapper()));
            }
        };
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> apiServerLimits(Settings settings) {
        return factory -> factory.addConnectorCustomizers(connector -> {
            connector.setMaxPostSize(Math.toIntExact(settings.api().maxBody().toBytes()));
            if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                http.setMaxHttpRequestHeaderSize(MAX_HEADER_BYTES);
                // GitLab sends on the connections it has; a new one for every hundred would cost more than them.
                http.setMaxKeepAliveRequests(-1);
            }
            if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
                protocol.setExecutor(new VirtualThreadExecutor("http-"));
                protocol.setConnectionTimeout(Math.toIntExact(SILENCE.toMillis()));
                protocol.setKeepAliveTimeout(Math.toIntExact(IDLE.toMillis()));
            }
        });
    }
}
