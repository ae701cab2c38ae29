package io.polargosling.api.binary;

import io.polargosling.api.http.ApiClock;
import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.multipart.MultipartResolver;
import org.springframework.web.servlet.DispatcherServlet;

/** The versions of programs. */
@Configuration(proxyBeanMethods = false)
public final class BinaryConfiguration {

    @Bean
    BinaryController apiBinaryController(BinaryLibrary library, Storage storage, Settings settings, ApiClock clock) {
        var folder = settings.dataFolder().resolve("binaries").resolve("uploads");
        return new BinaryController(library, new BinaryPages(storage.binaries()), new Uploads(folder, clock));
    }

    /** Keeps the framework from reading the parts of any request before its handler does. */
    @Bean(DispatcherServlet.MULTIPART_RESOLVER_BEAN_NAME)
    MultipartResolver apiMultipartResolver() {
        return new MultipartResolver() {
            @Override
            public boolean isMultipart(HttpServletRequest request) {
                return false;
            }

            @Override
            public MultipartHttpServletRequest resolveMultipart(HttpServletRequest request) {
                throw new MultipartException("parts are read by their handler");
            }

            @Override
            public void cleanupMultipart(MultipartHttpServletRequest request) {
                // Nothing was resolved.
            }
        };
    }
}
