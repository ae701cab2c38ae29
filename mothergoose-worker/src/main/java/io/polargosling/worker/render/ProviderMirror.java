package io.polargosling.worker.render;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where providers are taken from.
 *
 * @param folder a filesystem mirror that nobody writes while runs use it
 * @param lock the text of a lock file for just what is in it; empty when there is none
 * @param direct whether what it lacks may be downloaded
 */
public record ProviderMirror(Path folder, Optional<String> lock, boolean direct) {}
