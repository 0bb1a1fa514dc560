package io.optima.client;

import com.google.protobuf.ByteString;
import io.optima.identity.RangeProof;
import io.optima.model.ContentId;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataTypes;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.v1.LeafProof;
import java.util.List;

/** Proofs as they come over the wire. */
final class Proofs {
  private Proofs() {}

  /**
   * @throws OptimaException CORRUPT when the message makes no sense
   */
  static RangeProof of(io.optima.v1.RangeProof message) {
    try {
      return new RangeProof(
          ContentId.parse(message.getContentId()),
          schema(message.getSchema()),
          message.getRows(),
          Math.toIntExact(message.getFirstLeaf()),
          message.getLeavesList().stream().map(Proofs::leaf).toList(),
          bytes(message.getPathList()));
    } catch (ArithmeticException | OptimaException e) {
      throw new OptimaException(ErrorCode.CORRUPT, "the server's proof is not readable", e);
    }
  }

  static TableSchema schema(io.optima.v1.Schema schema) {
    return new TableSchema(
        schema.getColumnsList().stream()
            .map(column -> new Field(column.getName(), DataTypes.parse(column.getType())))
            .toList());
  }

  private static RangeProof.LeafProof leaf(LeafProof leaf) {
    return new RangeProof.LeafProof(leaf.getRows(), bytes(leaf.getColumnDigestsList()));
  }

  private static List<byte[]> bytes(List<ByteString> strings) {
    return strings.stream().map(ByteString::toByteArray).toList();
  }
}
