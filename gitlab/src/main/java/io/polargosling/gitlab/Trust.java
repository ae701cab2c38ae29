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
        var act = "reading gosling.gitlab.ca-file " + file;
        var added = certificates(file, act);
        try {
            var authorities = new ArrayList<Certificate>(authoritiesOfTheJdk());
            authorities.addAll(added);
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            var context = SSLContext.getInstance("TLS");
            context.init(null, factory(store).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new InternalException(act + ": the certificates cannot be put to use", e);
        }
    }

    private static Collection<? extends Certificate> certificates(Path file, String act) {
        Collection<? extends Certificate> found;
        try (var in = Files.newInputStream(file)) {
            found = CertificateFactory.getInstance("X.509").generateCertificates(in);
        } catch (IOException | CertificateException e) {
            var refused = new InvalidException(act + ": it cannot be read (expected: certificates, PEM)");
            refused.initCause(e);
            throw refused;
        }
        if (found.isEmpty()) {
            throw new InvalidException(act + ": no certificate in it (expected: at least one, PEM)");
        }
        return found;
    }

    private static List<? extends Certificate> authoritiesOfTheJdk() throws GeneralSecurityException {
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
