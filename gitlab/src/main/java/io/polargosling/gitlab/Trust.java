package io.polargosling.gitlab;

import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.InvalidException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The authorities whose certificates are believed: those of the JDK, and those of a file. */
final class Trust {

    private Trust() {}

    /**
     * Trust in the JDK's authorities and those in {@code file}, PEM.
     *
     * @throws InvalidException when the file cannot be read or holds none
     */
    static SSLContext with(Path file) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (var authority : authorities(file)) {
                store.setCertificateEntry("authority-" + count++, authority);
            }
            var context = SSLContext.getInstance("TLS");
            context.init(null, factory(store).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new InternalException(reading(file) + ": the certificates cannot be put to use", e);
        }
    }

    /** The JDK's authorities, then those of the file. */
    static List<Certificate> authorities(Path file) throws GeneralSecurityException {
        var authorities = new ArrayList<Certificate>(authoritiesOfTheJdk());
        authorities.addAll(certificates(file));
        return authorities;
    }

    private static String reading(Path file) {
        return "reading gosling.gitlab.ca-file " + file;
    }

    private static Collection<? extends Certificate> certificates(Path file) {
        Collection<? extends Certificate> found;
        try (var in = Files.newInputStream(file)) {
            found = CertificateFactory.getInstance("X.509").generateCertificates(in);
        } catch (IOException | CertificateException e) {
            throw new InvalidException(
                    reading(file) + ": " + e.getClass().getSimpleName() + " (expected: certificates, PEM)");
        }
        if (found.isEmpty()) {
            throw new InvalidException(reading(file) + ": no certificate in it (expected: at least one, PEM)");
        }
        return found;
    }

    static List<? extends Certificate> authoritiesOfTheJdk() throws GeneralSecurityException {
        for (var manager : factory(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager known) {
                return List.of(known.getAcceptedIssuers());
            }
        }
        return List.of();
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
