package io.polargosling.nest;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.EggName;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NestDiffTest {

    private final Map<String, byte[]> files = new HashMap<>();

    @Test
    void diff_ofEverything_tellsEachCase() {
        put("same", source("same"));
        put("edited", source("edited", 2));
        Map<EggName, String> stored = hashes();
        stored.put(EggName.of("gone"), "0".repeat(64));
        stored.put(EggName.of("damaged"), "0".repeat(64));
        put("edited", source("edited", 99));
        put("fresh", source("fresh", 98));
        put("damaged", "egg \"damaged\" {");

        NestDiff diff = NestDiff.of(read(), stored);

        assertThat(diff.added()).extracting(NestEntry::name).containsExactly(EggName.of("fresh"));
        assertThat(diff.changed()).extracting(NestEntry::name).containsExactly(EggName.of("edited"));
        assertThat(diff.unchanged()).extracting(NestEntry::name).containsExactly(EggName.of("same"));
        assertThat(diff.removed()).containsExactly(EggName.of("gone"));
        assertThat(diff.stale()).containsExactly(EggName.of("damaged"));
        assertThat(diff.isEmpty()).isFalse();
    }

    @Test
    void diff_ofRenamedFolderWithOldLabel_removesNothing() {
        put("old", source("old"));
        Map<EggName, String> stored = hashes();
        files.clear();
        put("new", source("old"));
        NestDiff diff = NestDiff.of(read(), stored);
        assertThat(diff.removed()).isEmpty();
        assertThat(diff.stale()).containsExactly(EggName.of("old"));
    }

    @Test
    void hash_ofSameMeaning_isTheSame() {
        put("web", source("web"));
        Map<EggName, String> before = hashes();
        put(
                "web",
                "# comment\r\nlocals { id = 2 }\r\n"
                        + source("web")
                                .replace("project_id = 1", "project_id = local.id - 1")
                                .replace(
                                        "tags = [\"web\"]",
                                        "concurrent = 1\n    idle_timeout = \"600s\"\n    tags = [\"${egg.name}\"]"));
        assertThat(hashes()).isEqualTo(before);
    }

    @Test
    void json_ofEgg_isCanonicalWithDefaults() {
        put("web", source("web"));
        NestEgg egg = read().eggs().firstEntry().getValue();
        assertThat(egg.json()).isEqualTo("""
                {"cloud":{"provider":"local","security_group_ids":[]},"enabled":true,"environment":{},"gitlab":{"api_token":"local://gitlab/gitlab.example.com/web/api-token",\
                "project_id":1,"server":"gitlab.example.com",\
                "webhook_secret":"local://gitlab/gitlab.example.com/web/webhook-secret"},"name":"web",\
                "resources":{"cpu":2,"memory":4294967296,"preemptible":false},\
                "runner":{"concurrent":1,"executor":"shell","idle_timeout":600,"max_runners":10,"privileged":false,\
                "protected":false,"run_untagged":false,"tags":["web"]}}""");
        assertThat(egg.hash()).isEqualTo(CanonicalJson.sha256(egg.json())).matches("[0-9a-f]{64}");
    }

    private Map<EggName, String> hashes() {
        var hashes = new HashMap<EggName, String>();
        read().eggs().forEach((name, egg) -> hashes.put(name, egg.hash()));
        return hashes;
    }

    private NestSnapshot read() {
        return NestReader.read(NestFiles.of(files), NestRules.defaults());
    }

    private static String source(String name) {
        return source(name, 1);
    }

    private static String source(String name, int project) {
        return NestReaderTest.source(name, "project_id = " + project, "");
    }

    private void put(String folder, String text) {
        files.put("Eggs/" + folder + "/config.fly", text.getBytes(StandardCharsets.UTF_8));
    }
}
