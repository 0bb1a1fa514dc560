package io.optima.log;

import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What waits to be written, with the future that answers it. */
sealed interface Command {
  PartitionId partition();

  int payloadBytes();

  CompletableFuture<?> answer();

  default void refuse(OptimaException why) {
    answer().completeExceptionally(why);
  }

  /**
   * A batch; head and payload become one payload.
   *
   * @param digest of the payload without the head
   * @param chain null: it does not matter what became of others
   */
  record Append(
      PartitionId partition,
      long epoch,
      int records,
      ByteBuffer head,
      ByteBuffer payload,
      BatchDigest digest,
      Durability durability,
      @Nullable Chain chain,
      CompletableFuture<Acknowledgement> answer)
      implements Command {
    @Override
    public void refuse(OptimaException why) {
      if (chain != null) {
        chain.breakOff();
      }
      answer.completeExceptionally(why);
    }

    @Override
    public int payloadBytes() {
      return head.remaining() + payload.remaining();
    }
  }

  /** A FENCE, BEGIN or RELEASE; the epoch of a release and the offset of a fence mean nothing. */
  record Control(
      FrameKind kind,
      PartitionId partition,
      long epoch,
      long offset,
      CompletableFuture<Void> answer)
      implements Command {
    @Override
    public int payloadBytes() {
      return 0;
    }
  }
}
