package io.optima.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ObjectStore} has to do. */
public abstract class ObjectStoreContract {
  @TempDir protected Path temporary;

  private ObjectStore store;

  /** A new store with nothing in it. */
  protected abstract ObjectStore open() throws IOException;

  /** Size above which the store uploads files in another way than below. */
  protected abstract int largeFile();

  @BeforeEach
  void openStore() throws IOException {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void firstPutWinsAndIsKept() {
    assertThat(store.putIfAbsent("a/b.json", bytes("one"))).isTrue();
    assertThat(store.putIfAbsent("a/b.json", bytes("two"))).isFalse();
    assertThat(store.get("a/b.json")).hasValue(bytes("one"));
  }

  @Test
  void filesArePutLikeBytes() throws IOException {
    Path file = file("content", bytes("from a file"));
    assertThat(store.putIfAbsent("f/1", file)).isTrue();
    Files.delete(file);
    assertThat(store.get("f/1")).hasValue(bytes("from a file"));
    assertThat(store.putIfAbsent("f/1", file("other", bytes("other")))).isFalse();
    assertThat(store.get("f/1")).hasValue(bytes("from a file"));
  }

  @Test
  void largeFilesArePutOnceAndReadInParts() throws IOException {
    byte[] content = new byte[largeFile()];
    new Random(7).nextBytes(content);
    assertThat(store.putIfAbsent("large/1", file("large", content))).isTrue();
    assertThat(store.putIfAbsent("large/1", file("again", content))).isFalse();
    assertThat(store.stat("large/1").orElseThrow().size()).isEqualTo(content.length);
    try (InputStream in = store.open("large/1", content.length - 1000L, 5000)) {
      assertThat(in.readAllBytes())
          .isEqualTo(java.util.Arrays.copyOfRange(content, content.length - 1000, content.length));
    }
    assertThat(store.get("large/1")).hasValue(content);
  }

  @Test
  void ofConcurrentWritersExactlyOneWins() throws Exception {
    for (int round = 0; round < 10; round++) {
      String key = "race/" + round;
      List<Callable<String>> writers = new ArrayList<>();
      for (int writer = 0; writer < 8; writer++) {
        String content = "writer " + writer;
        Path file = file("race-" + round + "-" + writer, bytes(content));
        boolean asFile = writer % 2 == 0;
        writers.add(() -> write(key, content, file, asFile) ? content : "");
      }
      List<String> winners = run(writers).stream().filter(text -> !text.isEmpty()).toList();
      assertThat(winners).hasSize(1);
      assertThat(store.get(key)).hasValue(bytes(winners.getFirst()));
    }
  }

  @Test
  void ofConcurrentWritersOfLargeFilesExactlyOneWins() throws Exception {
    byte[] content = new byte[largeFile()];
    List<Callable<Boolean>> writers = new ArrayList<>();
    for (int writer = 0; writer < 3; writer++) {
      Path file = file("large-race-" + writer, content);
      writers.add(() -> store.putIfAbsent("large/race", file));
    }
    assertThat(run(writers)).containsOnlyOnce(true);
  }

  private boolean write(String key, String content, Path file, boolean asFile) {
    return asFile ? store.putIfAbsent(key, file) : store.putIfAbsent(key, bytes(content));
  }

  @Test
  void putReplacesWhole() {
    store.put("beat", bytes("long before"));
    store.put("beat", bytes("new"));
    assertThat(store.get("beat")).hasValue(bytes("new"));
  }

  @Test
  void emptyObjectsExist() {
    assertThat(store.putIfAbsent("empty", new byte[0])).isTrue();
    assertThat(store.putIfAbsent("empty", new byte[0])).isFalse();
    assertThat(store.stat("empty").orElseThrow().size()).isZero();
    assertThat(store.get("empty")).hasValue(new byte[0]);
  }

  @Test
  void absentKeysAreEmptyOrNotFound() {
    assertThat(store.get("no/such")).isEmpty();
    assertThat(store.stat("no/such")).isEmpty();
    assertThatThrownBy(() -> store.open("no/such", 0, 10))
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    store.delete("no/such");
  }

  @Test
  void foldersAreNoObjects() {
    store.putIfAbsent("a/b/c", bytes("x"));
    assertThat(store.stat("a/b")).isEmpty();
    assertThat(store.get("a/b")).isEmpty();
  }

  @Test
  void openReadsTheRangeThatIsThere() throws IOException {
    store.putIfAbsent("range", bytes("0123456789"));
    assertThat(read("range", 0, 10)).isEqualTo("0123456789");
    assertThat(read("range", 3, 4)).isEqualTo("3456");
    assertThat(read("range", 8, 100)).isEqualTo("89");
    assertThat(read("range", 10, 5)).isEmpty();
    assertThat(read("range", 50, 5)).isEmpty();
    assertThat(read("range", 0, 0)).isEmpty();
    assertThat(read("range", 1, Long.MAX_VALUE)).isEqualTo("123456789");
  }

  @Test
  void streamsMayBeClosedEarly() throws IOException {
    byte[] content = new byte[300_000];
    store.putIfAbsent("long", content);
    for (int i = 0; i < 20; i++) {
      try (InputStream in = store.open("long", 0, content.length)) {
        assertThat(in.read()).isZero();
      }
    }
  }

  @Test
  void listGivesKeysWithThePrefixInOrder() {
    for (String key : List.of("a/2", "a/10", "a/b/c", "a/b-c", "a/b.c", "ab/1", "b")) {
      store.putIfAbsent(key, bytes(key));
    }
    assertThat(keys("a/")).containsExactly("a/10", "a/2", "a/b-c", "a/b.c", "a/b/c");
    assertThat(keys("a/b")).containsExactly("a/b-c", "a/b.c", "a/b/c");
    assertThat(keys("a")).containsExactly("a/10", "a/2", "a/b-c", "a/b.c", "a/b/c", "ab/1");
    assertThat(keys("")).hasSize(7).last().isEqualTo("b");
    assertThat(keys("none/")).isEmpty();
  }

  @Test
  void listTellsSizeAndTime() {
    Instant before = Instant.now().minus(Duration.ofMinutes(1));
    store.putIfAbsent("sized", bytes("12345"));
    try (Stream<ObjectInfo> found = store.list("sized")) {
      ObjectInfo info = found.findFirst().orElseThrow();
      assertThat(info).isEqualTo(store.stat("sized").orElseThrow());
      assertThat(info.size()).isEqualTo(5);
      assertThat(info.modified()).isBetween(before, before.plus(Duration.ofMinutes(2)));
    }
  }

  @Test
  void aFilePutLaterIsNotOlderWhateverTheFileSays() throws IOException {
    store.putIfAbsent("first", bytes("1"));
    Path old = file("old", bytes("2"));
    Files.setLastModifiedTime(
        old, java.nio.file.attribute.FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
    store.putIfAbsent("second", old);
    assertThat(store.stat("second").orElseThrow().modified())
        .isAfterOrEqualTo(store.stat("first").orElseThrow().modified());
  }

  @Test
  void foldersAreTheNextSegments() {
    for (String key : List.of("d/sales/x/1", "d/sales/y/1", "d/crm/x/1", "d/file", "e/x/1")) {
      store.putIfAbsent(key, bytes(key));
    }
    assertThat(folders("d/")).containsExactly("crm", "sales");
    assertThat(folders("d/sales/")).containsExactly("x", "y");
    assertThat(folders("")).containsExactly("d", "e");
    assertThat(folders("none/")).isEmpty();
  }

  @Test
  void deletedKeysAreFreeAgain() {
    store.putIfAbsent("gone", bytes("1"));
    store.delete("gone");
    assertThat(store.get("gone")).isEmpty();
    assertThat(keys("gone")).isEmpty();
    assertThat(store.putIfAbsent("gone", bytes("2"))).isTrue();
    assertThat(store.get("gone")).hasValue(bytes("2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/a", "a/", "a//b", "../a", "a/../b", ".tmp/x", "a/.b", "a b", "ä", "a\u0000"})
  void keysThatAreNotAllowedAreRefused(String key) {
    assertThatThrownBy(() -> store.putIfAbsent(key, bytes("x")))
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    assertThatThrownBy(() -> store.get(key)).isInstanceOf(OptimaException.class);
  }

  @Test
  void aFinishedUploadLeavesNothingBehind() throws IOException {
    store.putIfAbsent("l/1", bytes("1"));
    store.putIfAbsent("l/1", bytes("2"));
    store.putIfAbsent("l/2", file("left", new byte[largeFile()]));
    store.put("l/3", bytes("3"));
    assertThat(store.leftovers(Duration.ofSeconds(-10), true))
        .isEqualTo(ObjectStore.Leftovers.NONE);
  }

  private String read(String key, long offset, long length) throws IOException {
    try (InputStream in = store.open(key, offset, length)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private List<String> keys(String prefix) {
    try (Stream<ObjectInfo> found = store.list(prefix)) {
      return found.map(ObjectInfo::key).toList();
    }
  }

  private List<String> folders(String folder) {
    try (Stream<String> found = store.folders(folder)) {
      return found.toList();
    }
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(temporary.resolve(name), content);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static <T> List<T> run(List<Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
