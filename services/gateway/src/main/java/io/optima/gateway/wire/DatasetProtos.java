package io.optima.gateway.wire;

import com.google.protobuf.Timestamp;
import io.optima.gateway.Catalog.Described;
import io.optima.gateway.Catalog.VersionPage;
import io.optima.model.dataset.LogEntry;
import io.optima.model.lineage.LineageQueries.DatasetPage;
import io.optima.model.schema.DataTypes;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.v1.Column;
import io.optima.v1.ContentKind;
import io.optima.v1.Dataset;
import io.optima.v1.DescribeVersionResponse;
import io.optima.v1.Input;
import io.optima.v1.Kind;
import io.optima.v1.ListDatasetsResponse;
import io.optima.v1.ListVersionsResponse;
import io.optima.v1.Origin;
import io.optima.v1.Schema;
import io.optima.v1.Version;
import java.time.Instant;

/** Datasets and versions between the model and protobuf. */
public final class DatasetProtos {
  private DatasetProtos() {}

  public static Dataset dataset(LogEntry entry) {
    Dataset.Builder dataset =
        Dataset.newBuilder()
            .setName(entry.dataset().toString())
            .setKind(kind(entry.kind()))
            .setDigest(entry.algorithm().text())
            .setOwner(entry.settings().owner())
            .setDescription(entry.settings().description())
            .putAllLabels(entry.settings().labels())
            .addAllReaders(entry.settings().readers())
            .setDropped(entry.dropped())
            .setSequence(entry.sequence())
            .setChanged(timestamp(entry.time()));
    if (entry.stream() != null) {
      dataset.setPartitions(entry.stream().settings().partitions());
    }
    if (entry.latest() != null) {
      dataset.setLatest(version(entry.latest()));
    }
    return dataset.build();
  }

  public static Version version(io.optima.model.dataset.Version version) {
    Version.Builder built =
        Version.newBuilder()
            .setNumber(version.number())
            .setContentId(version.content().toString())
            .setManifest(version.manifest().toString())
            .setKind(contentKind(version.kind()))
            .setRows(version.rows())
            .setBytes(version.bytes())
            .setChunks(version.chunks())
            .addAllInputs(version.inputs().stream().map(DatasetProtos::input).toList())
            .setAuthor(version.author())
            .setTime(timestamp(version.time()))
            .setMessage(version.message());
    if (version.schema() != null) {
      built.setSchema(schema(version.schema()));
    }
    if (version.origin() != null) {
      built.setOrigin(origin(version.origin()));
    }
    return built.build();
  }

  public static Input input(io.optima.model.dataset.Input input) {
    return Input.newBuilder()
        .setDataset(input.dataset().toString())
        .setVersion(input.version())
        .setContentId(input.content().toString())
        .build();
  }

  private static Origin origin(io.optima.model.dataset.Origin origin) {
    return Origin.newBuilder()
        .setTransformation(origin.transformation())
        .setRevision(origin.revision())
        .setRun(origin.run())
        .build();
  }

  public static Schema schema(TableSchema schema) {
    return Schema.newBuilder()
        .addAllColumns(schema.fields().stream().map(DatasetProtos::column).toList())
        .build();
  }

  private static Column column(Field field) {
    return Column.newBuilder().setName(field.name()).setType(field.type().text()).build();
  }

  public static TableSchema schema(Schema schema) {
    return new TableSchema(
        schema.getColumnsList().stream()
            .map(column -> new Field(column.getName(), DataTypes.parse(column.getType())))
            .toList());
  }

  private static Kind kind(io.optima.model.dataset.Kind kind) {
    return switch (kind) {
      case IMMUTABLE -> Kind.KIND_IMMUTABLE;
      case STREAM -> Kind.KIND_STREAM;
    };
  }

  private static ContentKind contentKind(io.optima.model.dataset.ContentKind kind) {
    return switch (kind) {
      case TABLE -> ContentKind.CONTENT_KIND_TABLE;
      case TEXT -> ContentKind.CONTENT_KIND_TEXT;
      case BINARY -> ContentKind.CONTENT_KIND_BINARY;
    };
  }

  public static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  public static ListDatasetsResponse page(DatasetPage page) {
    return ListDatasetsResponse.newBuilder()
        .addAllDatasets(page.datasets().stream().map(DatasetProtos::dataset).toList())
        .setNextPageToken(page.next())
        .build();
  }

  public static ListVersionsResponse page(VersionPage page) {
    return ListVersionsResponse.newBuilder()
        .addAllVersions(page.versions().stream().map(DatasetProtos::version).toList())
        .setNextPageToken(page.next())
        .build();
  }

  public static DescribeVersionResponse described(Described described) {
    return DescribeVersionResponse.newBuilder()
        .setDataset(dataset(described.dataset()))
        .setVersion(version(described.version()))
        .build();
  }
}
