package io.optima.store;

import io.optima.model.ChunkDigest;
import io.optima.model.ContentId;
import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataTypes;
import java.lang.reflect.Type;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.deser.std.FromStringDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The one JSON mapper. Names, ids, references and types are written as the text people see; map
 * keys and properties are ordered, so that equal values are equal bytes.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .addModule(
              new SimpleModule("optima")
                  .addSerializer(new Text<>(DatasetName.class, DatasetName::toString))
                  .addDeserializer(
                      DatasetName.class, new Parsed<>(DatasetName.class, DatasetName::parse))
                  .addKeyDeserializer(DatasetName.class, new ParsedKey(DatasetName::parse))
                  .addSerializer(new Text<>(DatasetRef.class, DatasetRef::toString))
                  .addDeserializer(
                      DatasetRef.class, new Parsed<>(DatasetRef.class, DatasetRef::parse))
                  .addSerializer(new Text<>(ContentId.class, ContentId::toString))
                  .addDeserializer(ContentId.class, new Parsed<>(ContentId.class, ContentId::parse))
                  .addSerializer(new Text<>(ChunkDigest.class, ChunkDigest::toString))
                  .addDeserializer(
                      ChunkDigest.class, new Parsed<>(ChunkDigest.class, ChunkDigest::new))
                  .addSerializer(new Text<>(DataType.class, DataType::text))
                  .addDeserializer(DataType.class, new Parsed<>(DataType.class, DataTypes::parse)))
          .build();

  private Json() {}

  public static JsonMapper mapper() {
    return MAPPER;
  }

  public static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /**
   * Reads a value.
   *
   * @throws OptimaException INVALID_ARGUMENT when the bytes are not the JSON of such a value
   */
  public static <T> T read(byte[] json, Class<T> type) {
    return type.cast(read(json, (Type) type));
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

  private static final class Text<T> extends StdSerializer<T> {
    private final Function<T, String> text;

    Text(Class<T> type, Function<T, String> text) {
      super(type);
      this.text = text;
    }

    @Override
    public void serialize(T value, JsonGenerator json, SerializationContext context) {
      json.writeString(text.apply(value));
    }
  }

  private static final class Parsed<T> extends FromStringDeserializer<T> {
    private final Function<String, T> parse;

    Parsed(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    protected T _deserialize(String text, DeserializationContext context) {
      return parse.apply(text);
    }
  }

  private static final class ParsedKey extends KeyDeserializer {
    private final Function<String, ?> parse;

    ParsedKey(Function<String, ?> parse) {
      this.parse = parse;
    }

    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
      return parse.apply(key);
    }
  }
}
