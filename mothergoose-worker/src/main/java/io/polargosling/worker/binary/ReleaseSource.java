package io.polargosling.worker.binary;

import io.polargosling.domain.binary.BinaryBuild;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.settings.Settings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a program's releases are, checked.
 *
 * @param signature how the checksums are signed; empty when they are not
 * @param hosts that may be asked besides the feed's
 */
record ReleaseSource(
        BinaryName binary,
        URI feed,
        Settings.ReleaseFiles files,
        Optional<Signed> signature,
        Optional<SecretUri> token,
        List<String> hosts,
        List<String> platforms) {

    /**
     * A signature.
     *
     * @param file its name
     */
    record Signed(String file, DetachedSignature by) {}

    ReleaseSource {
        hosts = List.copyOf(hosts);
        platforms = List.copyOf(platforms);
    }

    /**
     * The sources that {@code settings} name, by default the public ones.
     *
     * @throws InvalidException when one of them cannot be used
     */
    static List<ReleaseSource> of(Settings.Binaries settings) {
        @Nullable List<Settings.ReleaseSource> named = settings.sources();
        return named == null
                ? publicOnes()
                : named.stream().map(ReleaseSource::checked).toList();
    }

    /** OpenTofu and GitLab's agent; both sign their checksums, with keys that an operator must choose to believe. */
    private static List<ReleaseSource> publicOnes() {
        return List.of(
                publicOne(
                        BinaryName.OPENTOFU,
                        "https://api.github.com/repos/opentofu/opentofu/releases?per_page=10",
                        new Settings.ReleaseFiles("tofu_{version}_{os}_{arch}.zip", "tofu_{version}_SHA256SUMS"),
                        List.of("github.com", "objects.githubusercontent.com", "release-assets.githubusercontent.com")),
                publicOne(
                        BinaryName.GITLAB_RUNNER,
                        "https://gitlab.com/api/v4/projects/gitlab-org%2Fgitlab-runner/releases?per_page=10",
                        new Settings.ReleaseFiles("gitlab-runner-{os}-{arch}", "release.sha256"),
                        List.of("gitlab-runner-downloads.s3.amazonaws.com")));
    }

    private static ReleaseSource publicOne(
            BinaryName binary, String feed, Settings.ReleaseFiles files, List<String> hosts) {
        return new ReleaseSource(
                binary, URI.create(feed), files, Optional.empty(), Optional.empty(), hosts, List.of("linux-amd64"));
    }

    private static ReleaseSource checked(Settings.ReleaseSource given) {
        var binary = BinaryName.parse(given.binary())
                .orElseThrow(() -> unusable("binary \"" + given.binary() + "\"", "gosling, opentofu or gitlab-runner"));
        if (given.feed().getHost() == null) {
            throw unusable("feed \"" + given.feed() + "\"", "an https URL");
        }
        for (var platform : given.platforms()) {
            if (!BinaryBuild.PLATFORMS.contains(platform)) {
                throw unusable("platform \"" + platform + "\"", "one of " + BinaryBuild.PLATFORMS);
            }
        }
        var signature = given.signature();
        return new ReleaseSource(
                binary,
                given.feed(),
                given.files(),
                signature == null
                        ? Optional.empty()
                        : Optional.of(new Signed(signature.file(), DetachedSignature.withKey(signature.key()))),
                given.token().map(SecretUri::of),
                given.hosts(),
                given.platforms());
    }

    private static InvalidException unusable(String what, String expected) {
        return new InvalidException("reading gosling.binaries.sources: " + what + " (expected: " + expected + ")");
    }

    /** The name of a file of {@code build} by its pattern. */
    static String name(String pattern, BinaryBuild build) {
        String[] parts = build.platform().split("-", 2);
        return pattern.replace("{version}", build.version())
                .replace("{os}", parts[0])
                .replace("{arch}", parts[1]);
    }
}
