package io.polargosling.storage.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.polargosling.domain.egg.BucketConfig;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.FleetConfig;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.secret.SecretUri;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** The JSON of cells that hold a whole value: snake_case names, words for enums, unknown names are ignored. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enumNamingStrategy(EnumNamingStrategies.SNAKE_CASE)
            // Only components of records: a method such as isError() is no property.
            .changeDefaultVisibility(visibility -> visibility
                    .withGetterVisibility(JsonAutoDetect.Visibility.NONE)
                    .withIsGetterVisibility(JsonAutoDetect.Visibility.NONE)
                    .withFieldVisibility(JsonAutoDetect.Visibility.ANY))
            .addMixIn(TargetScope.class, KindOfScope.class)
            .addMixIn(FleetConfig.class, KindOfFleet.class)
            .addModule(words())
            .build();

    private Json() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = TargetScope.Project.class, name = "project"),
        @JsonSubTypes.Type(value = TargetScope.Group.class, name = "group")
    })
    private interface KindOfScope {}

    /** Without a kind it is an egg's: so they were written before there were buckets. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", defaultImpl = EggConfig.class)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = EggConfig.class, name = "egg"),
        @JsonSubTypes.Type(value = BucketConfig.class, name = "bucket")
    })
    private interface KindOfFleet {}

    /** {@code value} as text. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** {@code value} as a tree. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /**
     * The value of a tree that {@link #tree} made.
     *
     * @throws InternalException when the tree is not in the form we write
     */
    public static <T> T read(JsonNode tree, Class<T> type) {
        return checked(type.getSimpleName(), () -> MAPPER.treeToValue(tree, type));
    }

    /**
     * The value of a text that {@link #write} made.
     *
     * @throws InternalException when the text is not in the form we write
     */
    public static <T> T read(String text, Class<T> type) {
        return checked(type.getSimpleName(), () -> MAPPER.readValue(text, type));
    }

    /** As {@link #read(String, Class)}, for a type with parameters. */
    public static <T> T read(String text, TypeReference<T> type) {
        return checked(type.getType().getTypeName(), () -> MAPPER.readValue(text, type));
    }

    private interface Reading<T> {
        T read();
    }

    private static <T> T checked(String type, Reading<T> reading) {
        try {
            return reading.read();
        } catch (JacksonException e) {
            throw new InternalException("reading a stored " + type + ": it is not in the form we write", e);
        }
    }

    private static SimpleModule words() {
        var module = new SimpleModule("words");
        word(module, EggName.class, EggName::value, EggName::of);
        word(module, CommitId.class, CommitId::value, CommitId::of);
        word(module, RunnerId.class, RunnerId::value, RunnerId::of);
        word(module, GitLabServer.class, GitLabServer::host, GitLabServer::of);
        word(module, SecretUri.class, SecretUri::text, SecretUri::of);
        return module;
    }

    private static <T> void word(
            SimpleModule module, Class<T> type, Function<T, String> print, Function<String, T> parse) {
        module.addSerializer(type, new ValueSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator generator, SerializationContext context) {
                generator.writeString(print.apply(value));
            }
        });
        module.addDeserializer(type, new ValueDeserializer<T>() {
            @Override
            public T deserialize(JsonParser parser, DeserializationContext context) {
                return parse.apply(parser.getString());
            }
        });
    }
}
