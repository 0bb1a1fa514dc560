package io.optima.dataset.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.log.Journal;
import io.optima.log.JournalFiles;
import io.optima.log.JournalSettings;
import io.optima.log.MemoryObjects;
import io.optima.log.file.LocalFiles;
import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.Events.StreamAdvanced;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import io.optima.model.stream.NodeRef;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.Partitions;
import io.optima.model.stream.Stream;
import io.optima.model.stream.StreamSettings;
import io.optima.model.stream.StreamSettings.Retention;
import io.optima.model.stream.StreamSettings.SealPolicy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** A node on a folder, with all else in memory and time that the test has in hand. */
final class TestNode implements AutoCloseable {
  static final UUID STREAM = new UUID(1, 2);
  static final PartitionRef P0 = new PartitionRef(DatasetName.parse("shop/clicks"), 0);
  static final SealPolicy POLICY = new SealPolicy(1000, Duration.ofMinutes(1));
  static final NodeSettings SETTINGS =
      new NodeSettings(
          Duration.ofMinutes(5),
          2,
          5_000,
          1_000,
          1 << 20,
          Duration.ofSeconds(30),
          Duration.ofHours(1));

  final HookedFiles files;
  final Journal journal;
  final StreamNode node;
  private volatile Retention retention = Retention.FOREVER;
  private volatile SealPolicy policy = POLICY;
  private volatile Durability durability = Durability.FSYNC;
  private volatile boolean dropped;

  /** What was announced. */
  final List<StreamAdvanced> told = new CopyOnWriteArrayList<>();

  private volatile Consumer<StreamAdvanced> listener = told::add;
  private final StreamCatalog catalog =
      new StreamCatalog() {
        @Override
        public StreamInfo stream(DatasetName name) {
          return new StreamInfo(TestNode.this.stream(), DigestAlgorithm.SHA256);
        }

        @Override
        public Map<UUID, DatasetName> names() {
          return dropped ? Map.of() : Map.of(STREAM, P0.stream());
        }
      };

  TestNode(Path folder, Partitions partitions, SealedParts parts, VirtualTime time) {
    this(folder, partitions, parts, time, Runnable::run);
  }

  TestNode(
      Path folder, Partitions partitions, SealedParts parts, VirtualTime time, Executor tasks) {
    this(
        LocalFiles.open(folder),
        JournalSettings.DEFAULT.withSegmentBytes(1 << 20),
        partitions,
        parts,
        new MemoryObjects(),
        time,
        tasks);
  }

  /** Of a stream whose batches go to the object store. */
  TestNode(
      Path folder,
      Partitions partitions,
      SealedParts parts,
      MemoryObjects objects,
      VirtualTime time) {
    this(
        LocalFiles.open(folder),
        JournalSettings.DEFAULT.withSegmentBytes(1 << 20),
        partitions,
        parts,
        objects,
        time,
        Runnable::run);
    durability(Durability.OBJECT);
  }

  TestNode(
      JournalFiles disk,
      JournalSettings settings,
      Partitions partitions,
      SealedParts parts,
      MemoryObjects objects,
      VirtualTime time,
      Executor tasks) {
    this.files = new HookedFiles(disk);
    this.journal = Journal.open(files, settings, objects);
    this.node =
        new StreamNode(
            journal,
            new NodeRef(journal.id(), UUID.randomUUID(), "127.0.0.1:1"),
            partitions,
            catalog,
            parts,
            objects,
            SETTINGS,
            time,
            time,
            tasks,
            event -> listener.accept(event));
  }

  void listener(Consumer<StreamAdvanced> other) {
    listener = other;
  }

  void dropStream() {
    dropped = true;
  }

  /** From now on the stream has this retention. */
  void retention(Retention changed) {
    retention = changed;
  }

  /** From now on the stream is sealed by this policy. */
  void policy(SealPolicy changed) {
    policy = changed;
  }

  /** From now on the stream has this level. */
  final void durability(Durability changed) {
    durability = changed;
  }

  Stream stream() {
    return new Stream(STREAM, new StreamSettings(16, null, durability, retention, policy));
  }

  static NewBatch batch(@Nullable UUID producer, long sequence, String text) {
    return new NewBatch(producer, sequence, 2, bytes(text), null);
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Appends two records. */
  Appended append(String text) {
    return join(node.append(P0, batch(null, 0, text)));
  }

  Appended append(UUID producer, long sequence, String text) {
    return join(node.append(P0, batch(producer, sequence, text)));
  }

  List<String> texts(long offset) {
    return node.read(P0, offset, 1 << 20).stream()
        .map(batch -> StandardCharsets.UTF_8.decode(batch.payload()).toString())
        .toList();
  }

  static <T> T join(CompletableFuture<T> answer) {
    try {
      return answer.orTimeout(30, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException why ? why : e;
    }
  }

  static void refuses(ErrorCode code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            OptimaException.class,
            e -> org.assertj.core.api.Assertions.assertThat(e.code()).isEqualTo(code));
  }

  /** As when the process is killed, except that the folder is unlocked. */
  @Override
  public void close() {
    journal.close();
  }
}
