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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/** Which secrets the files may name. No message holds a URI, and no drawing of the source line shows one. */
final class SecretChecks {

    private static final int LONGEST_LOCKBOX_NAME = 100;

    private final NestRules rules;
    private final NestProblems problems;

    SecretChecks(NestRules rules, NestProblems problems) {
        this.rules = rules;
        this.problems = problems;
    }

    /** Names of eggs with an error are added to {@code broken}. */
    void check(List<Declared> eggs, SortedSet<EggName> broken) {
        for (Declared egg : eggs) {
            if (!check(egg)) {
                broken.add(egg.name());
            }
        }
    }

    private boolean check(Declared egg) {
        boolean valid = true;
        for (Declared.Target target : egg.targets()) {
            GitLabSpec gitlab = target.written();
            List<Located<String>> written = Stream.of(gitlab.apiToken(), gitlab.tokenSecret(), gitlab.webhookSecret())
                    .flatMap(Optional::stream)
                    .toList();
            for (Located<String> uri : written) {
                valid &= checkScheme(egg, uri);
                valid &= checkOwn(egg, target, uri);
            }
            boolean derived =
                    gitlab.apiToken().isEmpty() || gitlab.webhookSecret().isEmpty();
            valid &= !derived || checkLength(egg, target);
        }
        boolean environmentHasSecret = false;
        for (Located<String> value : egg.environment()) {
            if (isSecret(value)) {
                valid &= checkScheme(egg, value);
                environmentHasSecret = true;
            }
        }
        if (environmentHasSecret) {
            checkIdentity(egg);
        }
        return valid;
    }

    /** Whether the environment of something else than an egg names allowed secrets only. */
    boolean checkPermission(String subject, Collection<Located<String>> values) {
        boolean valid = true;
        for (Located<String> value : values) {
            valid &= !isSecret(value) || checkPermission(subject, value);
        }
        return valid;
    }

    /** Whether {@code uri}, which is a secret's, may be used at all here. */
    boolean checkPermission(String subject, Located<String> uri) {
        if (SecretUri.of(uri.value()).scheme() != SecretUri.Scheme.ENV || rules.allowEnvSecrets()) {
            return true;
        }
        problems.add(
                subject,
                masked(
                        Severity.ERROR,
                        "secret-scheme",
                        "Scheme not allowed",
                        "Secrets from \"env://\" are for development and this installation does not allow them.",
                        uri.range()));
        return false;
    }

    private static boolean isSecret(Located<String> value) {
        return SecretUri.parse(value.value()) instanceof SecretUri.Parsed.Valid;
    }

    private boolean checkScheme(Declared egg, Located<String> uri) {
        SecretUri.Scheme scheme = SecretUri.of(uri.value()).scheme();
        if (scheme == SecretUri.Scheme.ENV) {
            return checkPermission(egg.subject(), uri);
        }
        CloudProvider cloud = cloud(egg);
        boolean foreign = scheme != SecretUri.Scheme.VAULT
                && scheme != ConfigMapper.ownBackend(cloud)
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
                                            ConfigMapper.ownBackend(cloud).word()),
                            uri.range()));
        }
        return true;
    }

    private boolean checkOwn(Declared egg, Declared.Target target, Located<String> text) {
        SecretUri uri = SecretUri.of(text.value());
        String own = ConfigMapper.secretName(target.binding().server(), target.owner());
        boolean allowed = uri.scheme() == SecretUri.Scheme.ENV
                || rules.sharedSecrets().contains(text.value())
                || (uri.name() + "/").startsWith(own + "/");
        if (!allowed) {
            problems.add(
                    egg.subject(),
                    masked(
                            Severity.ERROR,
                            "foreign-secret",
                            "Secret of another owner",
                            "A gitlab block names secrets below \"%s/\" only, or shared ones.".formatted(own),
                            text.range()));
        }
        return allowed;
    }

    private void checkIdentity(Declared egg) {
        for (Placement placement : egg.entry().placements()) {
            boolean remote = placement.provider() != CloudProvider.LOCAL;
            if (remote && placement.identity().isEmpty()) {
                problems.add(
                        egg.subject(),
                        Diagnostic.warning(
                                "env-secret-no-identity",
                                "No identity to read secrets with",
                                "The environment names secrets, and runners on \"%s\" have no service_account or instance_profile to read them with."
                                        .formatted(placement.provider().word()),
                                egg.places().header()));
                return;
            }
        }
    }

    private boolean checkLength(Declared egg, Declared.Target target) {
        SecretUri.Scheme backend = new ConfigMapper(rules).backend(cloud(egg));
        String name = ConfigMapper.secretName(target.binding().server(), target.owner());
        if (backend != SecretUri.Scheme.YC_LOCKBOX || name.length() <= LONGEST_LOCKBOX_NAME) {
            return true;
        }
        problems.add(
                egg.subject(),
                Diagnostic.error(
                                "secret-name-long",
                                "Name of a secret too long",
                                "The derived secret name has %d characters, Lockbox takes %d."
                                        .formatted(name.length(), LONGEST_LOCKBOX_NAME),
                                target.written().range())
                        .suggesting(Optional.of("Write api_token and webhook_secret as explicit URIs.")));
        return false;
    }

    private static CloudProvider cloud(Declared egg) {
        return egg.entry().placements().getFirst().provider();
    }

    private static Diagnostic masked(Severity severity, String code, String summary, String detail, SourceRange range) {
        return new Diagnostic(severity, code, summary, detail, range, Optional.empty(), List.of(range));
    }
}
