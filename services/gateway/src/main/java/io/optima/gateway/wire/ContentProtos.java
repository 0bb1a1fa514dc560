package io.optima.gateway.wire;

import com.google.protobuf.ByteString;
import io.optima.gateway.Downloads.Request;
import io.optima.gateway.Publishing.Birth;
import io.optima.gateway.Publishing.Published;
import io.optima.gateway.Publishing.Target;
import io.optima.gateway.Publishing.Upload;
import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Format;
import io.optima.model.dataset.Mode;
import io.optima.model.schema.TableSchema;
import io.optima.query.protobuf.ProtoSchemas;
import io.optima.v1.LeafProof;
import io.optima.v1.PublishHeader;
import io.optima.v1.PublishResponse;
import io.optima.v1.RangeProof;
import io.optima.v1.ReadRequest;
import io.optima.v1.VerifyProgress;
import io.optima.v1.VerifyResponse;
import io.optima.v1.VerifyResult;
import org.jspecify.annotations.Nullable;

/** Content on its way in and out, and what proves it, between the model and protobuf. */
public final class ContentProtos {
  private ContentProtos() {}

  /** The upload that a header announces. */
  public static Upload upload(PublishHeader header) {
    Format format = format(header.getFormat());
    if (format == null) {
      throw OptimaException.invalid(
          "the header names no format: use csv, json, parquet, arrow, text or binary");
    }
    return new Upload(target(header), format, RequestProtos.csv(header.getCsv()), declared(header));
  }

  private static Target target(PublishHeader header) {
    return new Target(
        DatasetName.parse(header.getDataset()),
        header.getMode() == io.optima.v1.Mode.MODE_APPEND ? Mode.APPEND : Mode.REPLACE,
        header.getAllowBreaking(),
        header.hasBaseVersion() ? header.getBaseVersion() : null,
        header.getCreate() ? birth(header) : null,
        header.getMessage(),
        header.getIdempotencyKey());
  }

  private static Birth birth(PublishHeader header) {
    return new Birth(
        RequestProtos.algorithm(header.getDigest()),
        header.getDescription(),
        header.getLabelsMap());
  }

  private static @Nullable TableSchema declared(PublishHeader header) {
    if (header.hasSchema()) {
      return DatasetProtos.schema(header.getSchema());
    }
    return header.getProtoSource().isEmpty()
        ? null
        : ProtoSchemas.read("schema.proto", header.getProtoSource(), header.getProtoMessage());
  }

  public static PublishResponse published(Published published) {
    return PublishResponse.newBuilder()
        .setDataset(DatasetProtos.dataset(published.dataset()))
        .setVersion(DatasetProtos.version(published.version()))
        .setUnchanged(published.unchanged())
        .build();
  }

  /** What a read asks for: rows of tables, bytes of anything else. */
  public static Request request(ReadRequest read) {
    boolean rows = read.hasRows();
    return new Request(
        DatasetRef.parse(read.getReference()),
        format(read.getFormat()),
        read.getColumnsList(),
        rows ? read.getRows().getOffset() : read.getByteOffset(),
        rows ? read.getRows().getLimit() : read.getByteLimit(),
        RequestProtos.csv(read.getCsv()));
  }

  private static @Nullable Format format(io.optima.v1.Format format) {
    return switch (format) {
      case FORMAT_CSV -> Format.CSV;
      case FORMAT_JSON -> Format.JSON;
      case FORMAT_PARQUET -> Format.PARQUET;
      case FORMAT_ARROW -> Format.ARROW;
      case FORMAT_TEXT -> Format.TEXT;
      case FORMAT_BINARY -> Format.BINARY;
      case FORMAT_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  public static io.optima.v1.Format format(Format format) {
    return switch (format) {
      case CSV -> io.optima.v1.Format.FORMAT_CSV;
      case JSON -> io.optima.v1.Format.FORMAT_JSON;
      case PARQUET -> io.optima.v1.Format.FORMAT_PARQUET;
      case ARROW -> io.optima.v1.Format.FORMAT_ARROW;
      case TEXT -> io.optima.v1.Format.FORMAT_TEXT;
      case BINARY -> io.optima.v1.Format.FORMAT_BINARY;
    };
  }

  public static RangeProof proof(io.optima.identity.RangeProof proof) {
    return RangeProof.newBuilder()
        .setContentId(proof.content().toString())
        .setSchema(DatasetProtos.schema(proof.schema()))
        .setRows(proof.rows())
        .setFirstLeaf(proof.firstLeaf())
        .addAllLeaves(proof.leaves().stream().map(ContentProtos::leaf).toList())
        .addAllPath(proof.path().stream().map(ByteString::copyFrom).toList())
        .build();
  }

  private static LeafProof leaf(io.optima.identity.RangeProof.LeafProof leaf) {
    return LeafProof.newBuilder()
        .setRows(leaf.rows())
        .addAllColumnDigests(leaf.columnDigests().stream().map(ByteString::copyFrom).toList())
        .build();
  }

  public static VerifyResponse verifying(long bytesDone) {
    return VerifyResponse.newBuilder()
        .setProgress(VerifyProgress.newBuilder().setBytesDone(bytesDone))
        .build();
  }

  public static VerifyResponse verified(io.optima.query.publish.VerifyResult result) {
    return VerifyResponse.newBuilder()
        .setResult(
            VerifyResult.newBuilder()
                .setIntact(result.ok())
                .setContentId(result.version().content().toString())
                .setChunks(result.chunks())
                .setBytes(result.bytes())
                .setRows(result.rows())
                .setDifference(result.difference() == null ? "" : result.difference().message()))
        .build();
  }
}
