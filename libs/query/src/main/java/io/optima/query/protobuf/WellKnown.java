package io.optima.query.protobuf;

import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.ProtoFile;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.DataType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The imports that a schema may use, and what their messages become. */
final class WellKnown {
  /** Messages that are one value. */
  static final Map<String, DataType> VALUES =
      Map.ofEntries(
          Map.entry("google.protobuf.Timestamp", DataType.Simple.TIMESTAMP_UTC),
          Map.entry("google.protobuf.Duration", DataType.Simple.INTERVAL),
          Map.entry("google.protobuf.DoubleValue", DataType.Simple.FLOAT64),
          Map.entry("google.protobuf.FloatValue", DataType.Simple.FLOAT32),
          Map.entry("google.protobuf.Int64Value", DataType.Simple.INT64),
          Map.entry("google.protobuf.UInt64Value", DataType.Simple.UINT64),
          Map.entry("google.protobuf.Int32Value", DataType.Simple.INT32),
          Map.entry("google.protobuf.UInt32Value", DataType.Simple.UINT32),
          Map.entry("google.protobuf.BoolValue", DataType.Simple.BOOL),
          Map.entry("google.protobuf.StringValue", DataType.Simple.UTF8),
          Map.entry("google.protobuf.BytesValue", DataType.Simple.BINARY),
          Map.entry("google.type.Date", DataType.Simple.DATE),
          Map.entry("google.type.TimeOfDay", DataType.Simple.TIME),
          Map.entry("google.type.Decimal", new DataType.Decimal(38, 9)));

  /** These come with the parser; those of google.type with Optima. */
  private static final List<String> OF_THE_PARSER =
      List.of(
          "google/protobuf/timestamp.proto",
          "google/protobuf/duration.proto",
          "google/protobuf/wrappers.proto");

  private static final List<String> OWN =
      List.of("google/type/date.proto", "google/type/timeofday.proto", "google/type/decimal.proto");

  private WellKnown() {}

  /**
   * The files that a schema imports.
   *
   * @throws OptimaException INVALID_ARGUMENT when one of them is not a well-known one
   */
  static List<ProtoFile> imported(String file, ProtoFileElement source) {
    List<String> imports =
        Stream.concat(source.getImports().stream(), source.getPublicImports().stream()).toList();
    for (String name : imports) {
      if (!OF_THE_PARSER.contains(name) && !OWN.contains(name)) {
        throw OptimaException.invalid(
            "%s imports '%s': only %s and %s can be imported",
            file, Shown.of(name), String.join(", ", OF_THE_PARSER), String.join(", ", OWN));
      }
    }
    return imports.stream().distinct().map(WellKnown::load).toList();
  }

  private static ProtoFile load(String name) {
    String resource = OWN.contains(name) ? "/io/optima/query/protobuf/" + name : "/" + name;
    Class<?> neighbour = OWN.contains(name) ? WellKnown.class : ProtoParser.class;
    try (InputStream bytes = neighbour.getResourceAsStream(resource)) {
      if (bytes == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      String text = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
      return ProtoFile.Companion.get(ProtoParser.Companion.parse(Location.get(name), text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
