package io.polargosling.worker.render;

import java.util.Map;

/** One runner as its variant of the compute module takes it. */
public sealed interface Instance permits LocalInstance, CloudInstance {

    /** The variables by the names of the module's contract; values as JSON knows them. */
    Map<String, Object> asVariables();
}
