package io.polargosling.nest;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.fly.decode.GitLabSpec;
import io.polargosling.fly.decode.Located;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.Severity;
import io.polargosling.fly.source.SourceRange;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/** Which secrets an egg may name. No message holds a URI, and no drawing of the source line shows one. */
final class SecretChecks {

    private static final int LONGEST_LOCKBOX_NAME = 100;

    private final NestRules rules;
    private final NestProblems problems;
    private final SortedSet<EggName> broken;

    /** Names of eggs with an error are added to {@code broken}. */
    SecretChecks(NestRules rules, NestProblems problems, SortedSet<EggName> broken) {
        this.rules = rules;
        this.problems = problems;
        this.broken = broken;
    }

    void check(DeclaredEgg egg) {
        GitLabSpec gitlab = egg.file().gitlab();
        List<Located<String>> written = Stream.of(gitlab.apiToken(), gitlab.tokenSecret(), gitlab.webhookSecret())
                .flatMap(Optional::stream)
                .toList();
        for (Located<String> uri : written) {
            checkScheme(egg, uri);
            checkOwn(egg, uri);
        }
        boolean environmentHasSecret = false;
        for (Located<String> value : egg.file().environment().values()) {
            if (SecretUri.parse(value.value()) instanceof SecretUri.Parsed.Valid) {
                checkScheme(egg, value);
                environmentHasSecret = true;
            }
        }
        if (environmentHasSecret) {
            checkIdentity(egg);
        }
        boolean derived = gitlab.apiToken().isEmpty() || gitlab.webhookSecret().isEmpty();
        if (derived) {
            checkLength(egg);
        }
    }

    private void checkScheme(DeclaredEgg egg, Located<String> uri) {
        SecretUri.Scheme scheme = SecretUri.of(uri.value()).scheme();
        if (scheme == SecretUri.Scheme.ENV) {
            if (!rules.allowEnvSecrets()) {
                error(
                        egg,
                        "secret-scheme",
                        "Scheme not allowed",
                        "Secrets from \"env://\" are for development and this installation does not allow them.",
                        uri.range());
            }
            return;
        }
        CloudProvider cloud = egg.config().cloud().provider();
        boolean foreign = scheme != SecretUri.Scheme.VAULT
                && scheme != ownBackend(cloud)
                && !rules.secretsBackend().equals(Optional.of(scheme));
        if (foreign) {
            problems.add(
                    egg.subject(),
                    masked(
                            Severity.WARNING,
                            "secret-scheme",
                            "Scheme foreign to the cloud",
                            "A \"%s\" secret on the cloud \"%s\" needs credentials of another cloud (expected: %s or vault)."
                                    .formatted(
                                            scheme.word(),
                                            cloud.word(),
                                            ownBackend(cloud).word()),
                            uri.range()));
        }
    }

    private static SecretUri.Scheme ownBackend(CloudProvider cloud) {
        return new ConfigMapper(NestRules.defaults()).backend(cloud);
    }

    private void checkOwn(DeclaredEgg egg, Located<String> text) {
        SecretUri uri = SecretUri.of(text.value());
        if (uri.scheme() == SecretUri.Scheme.ENV || rules.sharedSecrets().contains(text.value())) {
            return;
        }
        String own = ConfigMapper.secretName(egg.config().gitlab().server(), egg.name());
        if (!(uri.name() + "/").startsWith(own + "/")) {
            error(
                    egg,
                    "foreign-secret",
                    "Secret of another owner",
                    "A gitlab block names secrets below \"%s/\" only, or shared ones.".formatted(own),
                    text.range());
        }
    }

    private void checkIdentity(DeclaredEgg egg) {
        for (Placement placement : egg.config().placements()) {
            boolean cloud = placement.provider() != CloudProvider.LOCAL;
            if (cloud && placement.identity().isEmpty()) {
                problems.add(
                        egg.subject(),
                        Diagnostic.warning(
                                "env-secret-no-identity",
                                "No identity to read secrets with",
                                "The environment names secrets, and runners on \"%s\" have no service_account or instance_profile to read them with."
                                        .formatted(placement.provider().word()),
                                egg.file().range()));
                return;
            }
        }
    }

    private void checkLength(DeclaredEgg egg) {
        CloudProvider cloud = egg.config().cloud().provider();
        SecretUri.Scheme backend = new ConfigMapper(rules).backend(cloud);
        String name = ConfigMapper.secretName(egg.config().gitlab().server(), egg.name());
        if (backend == SecretUri.Scheme.YC_LOCKBOX && name.length() > LONGEST_LOCKBOX_NAME) {
            problems.add(
                    egg.subject(),
                    Diagnostic.error(
                                    "secret-name-long",
                                    "Name of a secret too long",
                                    "The derived secret name has %d characters, Lockbox takes %d."
                                            .formatted(name.length(), LONGEST_LOCKBOX_NAME),
                                    egg.file().gitlab().range())
                            .suggesting(Optional.of("Write api_token and webhook_secret as explicit URIs.")));
            broken.add(egg.name());
        }
    }

    private void error(DeclaredEgg egg, String code, String summary, String detail, SourceRange range) {
        problems.add(egg.subject(), masked(Severity.ERROR, code, summary, detail, range));
        broken.add(egg.name());
    }

    private static Diagnostic masked(Severity severity, String code, String summary, String detail, SourceRange range) {
        return new Diagnostic(severity, code, summary, detail, range, Optional.empty(), List.of(range));
    }
}
