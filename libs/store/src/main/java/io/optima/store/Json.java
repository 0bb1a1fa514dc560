package io.optima.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.optima.model.ChunkDigest;
import io.optima.model.ContentId;
import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataTypes;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepWork;
import io.optima.model.transform.StepWork.SqlWork;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The one JSON mapper. Ids and types are text, times are ISO 8601, a schema is a list of fields,
 * absent values are left out, keys are sorted (so that the same value is the same bytes), and keys
 * of later versions are ignored.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(ids())
          .addModule(schemas())
          .addMixIn(StepWork.class, Tagged.class)
          .registerSubtypes(new NamedType(SqlWork.class, "sql"))
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  /** Of several kinds of values; which one it is stands beside it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  private interface Tagged {}

  private Json() {}

  /** For what needs Jackson's own interface. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  public static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  public static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /**
   * Reads a value that this or another version of Optima wrote.
   *
   * @throws OptimaException INVALID_ARGUMENT when the bytes are not the JSON of such a value
   */
  public static <T> T read(byte[] json, Class<T> type) {
    return type.cast(read(json, (Type) type));
  }

  /** As {@link #read(byte[], Class)}. */
  public static <T> T read(String json, Class<T> type) {
    return read(json.getBytes(StandardCharsets.UTF_8), type);
  }

  /**
   * Reads a value of a type that may be generic.
   *
   * @throws OptimaException INVALID_ARGUMENT when the bytes are not the JSON of such a value
   */
  public static Object read(byte[] json, Type type) {
    try {
      Object value = MAPPER.readValue(json, MAPPER.constructType(type));
      if (value == null) {
        throw OptimaException.invalid("the JSON of a %s is null", type.getTypeName());
      }
      return value;
    } catch (JacksonException e) {
      if (e.getCause() instanceof OptimaException invalid) {
        throw invalid;
      }
      throw OptimaException.invalid(
          "this is not the JSON of a %s: %s", type.getTypeName(), e.getOriginalMessage());
    }
  }

  /**
   * Reads a value that must be there because it was stored.
   *
   * @param key where it lies
   * @throws OptimaException CORRUPT naming the key
   */
  static <T> T readStored(String key, byte[] json, Class<T> type) {
    try {
      return EarlierShapes.mayHave(type) ? renewed(json, type) : read(json, type);
    } catch (OptimaException e) {
      throw new OptimaException(ErrorCode.CORRUPT, key + " is damaged: " + e.text(), e);
    }
  }

  private static <T> T renewed(byte[] json, Class<T> type) {
    JsonNode tree = read(json, JsonNode.class);
    EarlierShapes.renew(tree, type);
    return read(bytes(tree), type);
  }

  private static SimpleModule ids() {
    SimpleModule ids = new SimpleModule("optima-ids");
    asText(ids, ContentId.class, ContentId::toString, ContentId::parse);
    asText(ids, ChunkDigest.class, ChunkDigest::hex, ChunkDigest::new);
    asText(ids, DatasetName.class, DatasetName::toString, DatasetName::parse);
    asText(ids, DatasetRef.class, DatasetRef::toString, DatasetRef::parse);
    asText(ids, DigestAlgorithm.class, DigestAlgorithm::text, DigestAlgorithm::parse);
    asText(ids, StepName.class, StepName::name, StepName::new);
    asKey(ids, DatasetName.class, DatasetName::parse);
    asKey(ids, StepName.class, StepName::new);
    return ids;
  }

  private static <T> void asKey(SimpleModule module, Class<T> type, Function<String, T> parse) {
    module.addKeyDeserializer(
        type,
        new KeyDeserializer() {
          @Override
          public Object deserializeKey(String key, DeserializationContext context) {
            return Objects.requireNonNull(parse.apply(key));
          }
        });
  }

  private static SimpleModule schemas() {
    SimpleModule schemas = new SimpleModule("optima-schemas");
    asText(schemas, DataType.class, DataType::text, DataTypes::parse);
    schemas.addSerializer(
        new StdSerializer<TableSchema>(TableSchema.class) {
          @Override
          public void serialize(TableSchema schema, JsonGenerator out, SerializationContext with) {
            with.writeValue(out, schema.fields());
          }
        });
    schemas.addDeserializer(
        TableSchema.class,
        new StdDeserializer<TableSchema>(TableSchema.class) {
          @Override
          public TableSchema deserialize(JsonParser in, DeserializationContext with) {
            return new TableSchema(List.of(with.readValue(in, Field[].class)));
          }
        });
    return schemas;
  }

  private static <T> void asText(
      SimpleModule module, Class<T> type, Function<T, String> text, Function<String, T> parse) {
    module.addSerializer(
        new StdSerializer<T>(type) {
          @Override
          public void serialize(T value, JsonGenerator out, SerializationContext with) {
            out.writeString(text.apply(value));
          }
        });
    module.addDeserializer(
        type,
        new StdDeserializer<T>(type) {
          @Override
          public T deserialize(JsonParser in, DeserializationContext with) {
            return parse.apply(in.getString());
          }
        });
  }
}
