package io.optima.dataset.stream.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.optima.dataset.stream.Appended;
import io.optima.dataset.stream.NewBatch;
import io.optima.dataset.stream.SourceStep;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import io.optima.node.v1.AppendRequest;
import io.optima.node.v1.AppendResponse;
import io.optima.node.v1.Failure;
import io.optima.runtime.error.UnknownErrors;
import io.optima.v1.PublishBatchResponse;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Batches and their acknowledgements on the wire. */
final class AppendProtos {
  private static final int PRODUCER_BYTES = 16;

  private AppendProtos() {}

  static NewBatch batch(AppendRequest request) {
    return new NewBatch(
        request.getProducer().isEmpty() ? null : uuid(request.getProducer()),
        request.getSequence(),
        request.getCount(),
        request.getRecords().asReadOnlyByteBuffer(),
        durability(request.getDurability()),
        request.hasStep() ? step(request.getStep()) : null);
  }

  private static SourceStep step(io.optima.node.v1.SourceStep step) {
    return new SourceStep(
        uuid(step.getSource()), step.hasBefore() ? step.getBefore() : null, step.getAfter());
  }

  static UUID uuid(ByteString bytes) {
    if (bytes.size() != PRODUCER_BYTES) {
      throw OptimaException.invalid(
          "a producer or source is named by %d bytes, not by %d", PRODUCER_BYTES, bytes.size());
    }
    ByteBuffer both = bytes.asReadOnlyByteBuffer();
    return new UUID(both.getLong(), both.getLong());
  }

  private static @Nullable Durability durability(io.optima.v1.Durability wire) {
    return switch (wire) {
      case DURABILITY_UNSPECIFIED -> null;
      case DURABILITY_MEMORY -> Durability.MEMORY;
      case DURABILITY_FSYNC -> Durability.FSYNC;
      case DURABILITY_OBJECT -> Durability.OBJECT;
      case UNRECOGNIZED -> throw OptimaException.invalid("this durability is not known here");
    };
  }

  /** One of the two is there. */
  static AppendResponse response(
      AppendRequest request, @Nullable Appended done, @Nullable Throwable failure) {
    return failure == null && done != null
        ? AppendResponse.newBuilder().setAppended(appended(request, done)).build()
        : AppendResponse.newBuilder()
            .setFailure(failure(failure == null ? new IllegalStateException() : failure))
            .build();
  }

  private static PublishBatchResponse appended(AppendRequest request, Appended done) {
    return PublishBatchResponse.newBuilder()
        .setPartition(request.getPartition().getPartition())
        .setFirstOffset(done.firstOffset())
        .setLastOffset(done.lastOffset())
        .setDigest(UnsafeByteOperations.unsafeWrap(done.digest().bytes()))
        .setDurability(durability(done.durability()))
        .setRepeated(done.repeated())
        .build();
  }

  private static io.optima.v1.Durability durability(Durability reached) {
    return switch (reached) {
      case MEMORY -> io.optima.v1.Durability.DURABILITY_MEMORY;
      case FSYNC -> io.optima.v1.Durability.DURABILITY_FSYNC;
      case OBJECT -> io.optima.v1.Durability.DURABILITY_OBJECT;
    };
  }

  private static Failure failure(Throwable thrown) {
    OptimaException error = UnknownErrors.translate(thrown);
    return Failure.newBuilder().setCode(error.code().name()).setMessage(error.text()).build();
  }
}
