package io.polargosling.nest;

import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.fly.decode.EggFile;

/**
 * An egg whose file has no error of its own.
 *
 * @param folder the name of its folder, which may differ from the label
 */
record DeclaredEgg(String folder, EggFile file, EggConfig config) {

    EggName name() {
        return config.name();
    }

    String subject() {
        return "egg/" + folder;
    }
}
