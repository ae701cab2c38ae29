package io.polargosling.worker.render;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.infrastructure.StoredInfrastructure;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.runner.Lifetimes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an installation knows of the clouds it makes runners in.
 *
 * @param nest the label that tells its machines from those of others
 * @param prefix of the names of all it makes
 * @param apiUrl where runners reach the control plane; empty when nobody said
 * @param home the cloud that the Nest describes; empty when it describes none
 * @param image the container image of runners whose egg names none, by digest
 * @param lifetimes how long runners live at most
 */
public record CloudFacts(
        String nest,
        String prefix,
        Optional<String> apiUrl,
        Optional<Home> home,
        Optional<String> image,
        Lifetimes lifetimes) {

    /** The prefix of names, which is also the name of the ECS cluster of containers on AWS. */
    public static final String PREFIX = "gosling";

    private static final Pattern SCHEME = Pattern.compile("^[a-z+]+://", Pattern.CASE_INSENSITIVE);
    private static final Pattern LOGIN = Pattern.compile("^[^/@]*(:[^/]*)?@");
    private static final Pattern SCP_PATH = Pattern.compile("^([^/:]+):(?![0-9]+/)");
    private static final Pattern END = Pattern.compile("(\\.git)?/*$");

    /**
     * The cloud that {@code MG/config.fly} describes.
     *
     * @param folder of a Yandex cloud
     * @param subnets of its network, in the order of the file; they are in {@code zone} where that is said
     * @param runners identity of runners whose egg names none; empty for one of each egg's own
     * @param jobs identity of the runners of self-management jobs
     */
    public record Home(
            CloudProvider provider,
            Optional<String> region,
            Optional<String> zone,
            Optional<String> folder,
            List<String> subnets,
            Optional<String> runners,
            Optional<String> jobs) {
        public Home {
            subnets = List.copyOf(subnets);
        }
    }

    /**
     * Those of an installation.
     *
     * @param nestUrl the address of its Nest; what {@code described} says counts when empty
     * @param described what the Nest says of the control plane
     * @throws InternalException when {@code described} cannot be read
     */
    public static CloudFacts of(
            Optional<String> nestUrl,
            Optional<StoredInfrastructure> described,
            Optional<String> apiUrl,
            Optional<String> image,
            Lifetimes lifetimes) {
        var tree = described.map(CloudFacts::tree);
        var url = nestUrl.or(() -> tree.flatMap(all -> text(all.path("nest"), "url")));
        return new CloudFacts(
                nestOf(url.orElse("nest")), PREFIX, apiUrl, tree.flatMap(CloudFacts::home), image, lifetimes);
    }

    /** The label of the Nest at {@code url}: the same however it is reached and by whom. */
    public static String nestOf(String url) {
        boolean hasScheme = SCHEME.matcher(url).find();
        var place = LOGIN.matcher(SCHEME.matcher(url).replaceFirst("")).replaceFirst("");
        if (!hasScheme) {
            place = SCP_PATH.matcher(place).replaceFirst("$1/");
        }
        return Slug.of(END.matcher(place).replaceFirst("")).value();
    }

    /** Who a runner of {@code egg} at {@code placement} is; empty for an identity of the egg's own. */
    Optional<String> identity(EggName egg, Placement placement) {
        return placement
                .identity()
                .or(() -> home.filter(here -> here.provider() == placement.provider())
                        .flatMap(here -> egg.isOfJob() ? here.jobs() : here.runners()));
    }

    /** The folder of the Yandex cloud. */
    public Optional<String> folder() {
        return home.flatMap(Home::folder);
    }

    /** The home, where {@code placement} is in its region. */
    Optional<Home> homeOf(Placement placement) {
        return home.filter(here -> here.provider() == placement.provider())
                .filter(here -> here.region().equals(placement.region()));
    }

    private static JsonNode tree(StoredInfrastructure stored) {
        try {
            return JsonMapper.shared().readTree(stored.config());
        } catch (JacksonException e) {
            throw new InternalException("reading the stored description of the control plane: it is not JSON", e);
        }
    }

    private static Optional<Home> home(JsonNode tree) {
        var cloud = tree.path("cloud");
        var accounts = tree.path("service_accounts");
        return CloudProvider.parse(cloud.path("provider").asString(""))
                .filter(provider -> provider != CloudProvider.LOCAL)
                .map(provider -> new Home(
                        provider,
                        text(cloud, "region"),
                        text(cloud, "zone"),
                        text(cloud, "folder_id"),
                        StreamSupport.stream(cloud.path("subnet_ids").spliterator(), false)
                                .map(JsonNode::asString)
                                .toList(),
                        text(accounts, "runner"),
                        text(accounts, "selfjobs")));
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.of(node.path(name).asString("")).filter(text -> !text.isEmpty());
    }
}
