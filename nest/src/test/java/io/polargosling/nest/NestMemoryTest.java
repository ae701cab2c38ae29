package io.polargosling.nest;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.Finding;
import io.polargosling.fly.eval.Inputs;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NestMemoryTest {

    private final NestMemory memory = NestMemory.empty();
    private final Map<String, String> texts = new TreeMap<>(ManyEggs.files(20));

    @Test
    void read_oneEggChanged_readsNoOtherEgg() {
        read();
        texts.computeIfPresent(path(3), (path, text) -> text.replace("max_runners  = 5", "max_runners  = 6"));

        var files = new IdentifiedFiles(texts);
        var nest = NestReader.read(files, NestRules.defaults(), Inputs.none(), memory);

        assertThat(files.read).containsExactlyInAnyOrder("variables.fly", "MG/config.fly", "UF/config.fly", path(3));
        assertThat(nest.eggs()).hasSize(20);
        var changed = Optional.ofNullable(nest.eggs().get(EggName.of(ManyEggs.name(3))));
        assertThat(changed.orElseThrow().runner().maxRunners()).isEqualTo(6);
    }

    @Test
    void read_variablesChanged_readsAllEggs() {
        read();
        texts.computeIfPresent("variables.fly", (path, text) -> text.replace("platform", "other"));

        var files = new IdentifiedFiles(texts);
        NestReader.read(files, NestRules.defaults(), Inputs.none(), memory);

        assertThat(files.read).hasSize(23);
    }

    @Test
    void link_inPlaceOfAnEgg_keepsWhatIsStored() {
        texts.remove(path(3));
        var files = new IdentifiedFiles(
                texts, "Eggs/" + ManyEggs.name(3), "Eggs/new/config.fly", "Jobs/j.fly", "elsewhere/x.fly");

        var nest = NestReader.read(files, NestRules.defaults());

        assertThat(nest.broken()).containsExactly(EggName.of(ManyEggs.name(3)), EggName.of("new"));
        assertThat(nest.jobs().broken()).extracting(Object::toString).containsExactly("j");
        assertThat(nest.findings())
                .filteredOn(Finding::isError)
                .extracting(finding -> finding.code() + " " + finding.place().file())
                .containsExactly(
                        "link-not-followed Eggs/" + ManyEggs.name(3),
                        "link-not-followed Eggs/new/config.fly",
                        "link-not-followed Jobs/j.fly");
    }

    @Test
    void link_inPlaceOfPolicyAndControlPlane_leavesBothOut() {
        texts.remove("UF/config.fly");
        texts.remove("MG/config.fly");

        var nest = NestReader.read(new IdentifiedFiles(texts, "UF", "MG/config.fly"), NestRules.defaults());

        assertThat(nest.policy()).isEmpty();
        assertThat(nest.infrastructure()).isEmpty();
        assertThat(nest.findings())
                .filteredOn(Finding::isError)
                .extracting(finding -> finding.code() + " " + finding.place().file())
                .containsExactly("link-not-followed MG/config.fly", "link-not-followed UF");
    }

    private void read() {
        NestReader.read(new IdentifiedFiles(texts), NestRules.defaults(), Inputs.none(), memory);
    }

    private static String path(int egg) {
        return "Eggs/" + ManyEggs.name(egg) + "/config.fly";
    }
}
