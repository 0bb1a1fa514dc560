package io.optima.log;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts {@link Durability#OBJECT} batches of synced groups in the object store, in order, before
 * they are acknowledged or can be read; groups that gathered meanwhile share an object. What could
 * not be put stays first in line: its publishers were told, and nothing behind it is acknowledged
 * before it is there. Objects are deleted when all their records were released.
 */
final class Uploads implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Uploads.class);
  private static final int MOST_BYTES = 16 << 20;

  private record Piece(String name, ByteBuffer bytes, List<Group> groups) {}

  private record Kept(String name, Map<Partition, Long> ends) {
    boolean isReleased() {
      return ends.entrySet().stream()
          .allMatch(end -> end.getKey().offsets().begin() >= end.getValue());
    }
  }

  private final JournalObjects objects;
  private final UUID journal;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Threads.named("journal-uploads"));
  private final Queue<Group> synced = new ConcurrentLinkedQueue<>();

  /** Of the thread alone, as is what is kept. */
  private final Deque<Piece> pieces = new ArrayDeque<>();

  private final List<Kept> kept = new ArrayList<>();

  Uploads(UUID journal, JournalObjects objects) {
    this.journal = journal;
    this.objects = objects;
  }

  /** Takes a group that is synced. */
  void put(Group group) {
    synced.add(group);
    thread.execute(
        () -> {
          try {
            drain();
          } catch (OptimaException e) {
            log.info("the object store did not take batches of the journal: {}", e.getMessage());
          }
        });
  }

  /** Completes when all that was synced before is in the object store; fails as a put does. */
  CompletableFuture<Void> drained() {
    try {
      return CompletableFuture.runAsync(this::drain, thread);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new OptimaException(ErrorCode.UNAVAILABLE, "the journal is closed", e));
    }
  }

  private void drain() {
    for (Piece piece = next(); piece != null; piece = next()) {
      try {
        objects.put(piece.name, piece.bytes.asReadOnlyBuffer());
      } catch (RuntimeException e) {
        throw refuseAll(e);
      }
      pieces.remove();
      keep(piece);
      piece.groups.forEach(Group::mirrored);
    }
  }

  private @Nullable Piece next() {
    if (pieces.isEmpty()) {
      form();
    }
    return pieces.peek();
  }

  /** Batches are copied: once they are answered they may change. */
  private void form() {
    List<Group> groups = new ArrayList<>();
    List<ObjectFormat.Entry> batches = new ArrayList<>();
    long bytes = 0;
    while (!synced.isEmpty() && bytes < MOST_BYTES) {
      Group group = synced.remove();
      groups.add(group);
      for (ObjectFormat.Entry batch : group.mirrors()) {
        batches.add(batch);
        bytes += batch.bytes();
      }
    }
    if (!groups.isEmpty()) {
      pieces.add(new Piece(name(groups.getFirst()), ObjectFormat.encode(batches), groups));
    }
  }

  private String name(Group first) {
    return String.format("%s/%08x-%08x", journal, first.segment().sequence(), first.start());
  }

  private void keep(Piece piece) {
    Map<Partition, Long> ends = new HashMap<>();
    piece.groups.forEach(group -> group.mirrorEnds(ends));
    kept.add(new Kept(piece.name, ends));
  }

  private OptimaException refuseAll(RuntimeException cause) {
    while (!synced.isEmpty()) {
      form();
    }
    OptimaException why =
        new OptimaException(
            ErrorCode.UNAVAILABLE,
            "the batch is on this node's disk, and the object store did not take it: try again",
            cause);
    pieces.forEach(piece -> piece.groups.forEach(group -> group.refuseObject(why)));
    return why;
  }

  /** Records were released: their objects go. Those that cannot go now are found by rounds. */
  void released() {
    thread.execute(
        () ->
            kept.removeIf(
                object -> {
                  boolean released = object.isReleased();
                  if (released) {
                    delete(object.name);
                  }
                  return released;
                }));
  }

  private void delete(String name) {
    try {
      objects.delete(name);
    } catch (RuntimeException e) {
      log.info("journal object {} was not deleted: {}", name, e.getMessage());
    }
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
