package io.polargosling.worker.binary;

import io.polargosling.domain.binary.SemanticVersion;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A release of a feed.
 *
 * @param files where each of its files is, by the last part of its address
 */
record Release(SemanticVersion version, Map<String, URI> files) {

    private static final int MAX_DEPTH = 50;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .build();

    Release {
        files = Map.copyOf(files);
    }

    /**
     * The newest release of a feed, of those that are neither drafts nor pre-releases and have a semantic version, with or
     * without a {@code v} before it. GitHub lists files as {@code assets}, GitLab as {@code assets.links}.
     *
     * @return empty when there is none
     * @throws ReleaseException when the text is no list of releases
     */
    static Optional<Release> newest(byte[] feed) throws ReleaseException {
        JsonNode list;
        try {
            list = JSON.readTree(feed);
        } catch (JacksonException e) {
            throw new ReleaseException("the feed is not JSON (expected: a list of releases)", e);
        }
        if (!list.isArray()) {
            throw new ReleaseException("the feed is no list (expected: a list of releases)");
        }
        List<Release> found = new ArrayList<>();
        for (var entry : list) {
            read(entry).ifPresent(found::add);
        }
        return found.stream().max(Comparator.comparing(Release::version));
    }

    private static Optional<Release> read(JsonNode entry) {
        boolean unfinished = entry.path("draft").asBoolean(false)
                || entry.path("prerelease").asBoolean(false)
                || entry.path("upcoming_release").asBoolean(false);
        String tag = entry.path("tag_name").asString("");
        return SemanticVersion.parse(tag.startsWith("v") ? tag.substring(1) : tag)
                .filter(version -> !unfinished && !version.isPreRelease())
                .map(version -> new Release(version, files(entry.path("assets"))));
    }

    private static Map<String, URI> files(JsonNode assets) {
        var files = new HashMap<String, URI>();
        for (var asset : assets.isArray() ? assets : assets.path("links")) {
            String text = asset.path("browser_download_url")
                    .asString(asset.path("url").asString(""));
            address(text).ifPresent(uri -> {
                String path = String.valueOf(uri.getPath());
                files.putIfAbsent(path.substring(path.lastIndexOf('/') + 1), uri);
            });
        }
        return files;
    }

    /** Empty for what is no address; the other files of its release may be of use. */
    private static Optional<URI> address(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Where the file {@code name} is. */
    URI file(String name) throws ReleaseException {
        var uri = files.get(name);
        if (uri == null) {
            throw new ReleaseException("release " + version + " has no file " + name);
        }
        return uri;
    }
}
