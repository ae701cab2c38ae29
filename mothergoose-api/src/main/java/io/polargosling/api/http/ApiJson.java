package io.polargosling.api.http;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of this API: snake_case, unknown fields refused, at most 50 levels deep.
 *
 * <p>Wrapped, because a mapper bean would replace the one that other programs in the same process share.
 */
public final class ApiJson {

    private static final int MAX_DEPTH = 50;

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** The mapper. */
    public JsonMapper mapper() {
        return mapper;
    }
}
