package io.polargosling.nest;

import io.polargosling.domain.job.JobConfig;
import io.polargosling.domain.job.JobName;

/**
 * A self-management job of a Nest that has no error.
 *
 * @param json its configuration as canonical JSON: defaults filled, keys sorted, seconds, no blanks
 * @param hash SHA-256 of that text in UTF-8, 64 hexadecimal digits
 */
public record NestJob(JobConfig config, String json, String hash) {

    static NestJob of(JobConfig config) {
        String json = CanonicalJson.write(ConfigJson.of(config));
        return new NestJob(config, json, CanonicalJson.sha256(json));
    }

    public JobName name() {
        return config.name();
    }
}
