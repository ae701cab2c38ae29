package io.polargosling.worker.binary;

import io.polargosling.domain.object.Sha256;
import java.net.URI;

/**
 * From where a machine fetches a program.
 *
 * @param url good for a while only, and to whoever knows it
 * @param digest what the bytes must hash to before anything of them is run
 */
public record ProgramSource(URI url, Sha256 digest, String version) {}
