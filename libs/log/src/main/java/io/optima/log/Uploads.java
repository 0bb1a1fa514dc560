package io.optima.log;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Puts synced groups in the object store, in order, before their {@link Durability#OBJECT} batches
 * are acknowledged. A group that could not be put stays first in line: its publishers were told,
 * and nothing behind it is acknowledged before it is there.
 */
final class Uploads implements AutoCloseable {
  private record Piece(String name, ByteBuffer frames, Group group) {}

  private final JournalObjects objects;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Threads.named("journal-uploads"));
  private final Deque<Piece> backlog = new ArrayDeque<>();

  Uploads(JournalObjects objects) {
    this.objects = objects;
  }

  /** Takes a copy of the group's frames, which are synced. */
  void put(UUID journal, Group group) {
    String name = String.format("%s/%08x-%08x", journal, group.segment().sequence(), group.start());
    ByteBuffer frames = ByteBuffer.allocate(group.size()).put(group.bytes()).flip();
    thread.execute(
        () -> {
          backlog.add(new Piece(name, frames, group));
          drain();
        });
  }

  private void drain() {
    while (!backlog.isEmpty()) {
      Piece piece = backlog.element();
      try {
        objects.put(piece.name, piece.frames.asReadOnlyBuffer());
      } catch (RuntimeException e) {
        refuseAll(e);
        return;
      }
      backlog.remove();
      piece.group.acknowledge(Durability.OBJECT);
    }
  }

  private void refuseAll(RuntimeException cause) {
    OptimaException why =
        new OptimaException(
            ErrorCode.UNAVAILABLE,
            "the batch is on this node's disk, and the object store did not take it: try again",
            cause);
    backlog.forEach(piece -> piece.group.refuseObject(why));
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      thread.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
