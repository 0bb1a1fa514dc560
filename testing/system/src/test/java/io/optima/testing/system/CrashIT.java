package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.client.Watch;
import io.optima.model.OptimaException;
import io.optima.v1.CollectGarbageRequest;
import io.optima.v1.CollectGarbageResponse;
import io.optima.v1.Format;
import io.optima.v1.PublishHeader;
import io.optima.v1.PublishResponse;
import io.optima.v1.RepairResponse;
import io.optima.v1.VerifyResponse;
import io.optima.v1.Version;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The JVM halts at a labelled point chosen by seed while a client publishes; afterwards nothing is
 * half visible, lost or doubled. {@code -Doptima.seeds=200} runs more, {@code -Doptima.seed=17}
 * one.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashIT {
  private static final List<String> LABELS =
      List.of(
          "chunk.before-put",
          "chunk.after-put",
          "manifest.before-put",
          "manifest.after-put",
          "commit.before-append",
          "commit.after-append",
          "state.before-save",
          "state.after-save",
          "event.before-publish",
          "event.after-publish");

  private OptimaUnderTest optima;

  @BeforeAll
  void begin() {
    optima = OptimaUnderTest.start();
  }

  @AfterAll
  void end() {
    optima.close();
  }

  static List<Integer> seeds() {
    Integer one = Integer.getInteger("optima.seed");
    int count = Integer.getInteger("optima.seeds", 2 * LABELS.size());
    return one != null ? List.of(one) : IntStream.range(0, count).boxed().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void acknowledgedVersionsSurviveAndNothingIsHalfVisible(int seed) {
    Random random = new Random(seed);
    String dataset = "crash/seed-" + seed;
    String label = LABELS.get(seed % LABELS.size());
    int time = 1 + random.nextInt(3);

    PublishResponse before = publish(dataset, seed, 0);
    restart(Map.of("optima.faults.crash[" + label + "]", String.valueOf(time)));
    int acknowledged = 0;
    int asked = 0;
    while (asked < 4 && tryPublish(dataset, seed, asked + 1)) {
      asked++;
      acknowledged++;
    }
    optima.running().program("optima").kill();
    restart(Map.of());

    List<Version> versions = versions(dataset);
    assertThat(versions.get(0)).isEqualTo(before.getVersion());
    assertThat(versions).hasSizeBetween(1 + acknowledged, 2 + acknowledged);
    versions.forEach(version -> assertIntact(dataset, version));

    PublishResponse retried = publish(dataset, seed, acknowledged + 1);
    assertThat(retried.getVersion().getNumber()).isEqualTo(2 + acknowledged);
    assertThat(versions(dataset)).hasSize(2 + acknowledged);
    assertThat(repairFindings()).as("repair has nothing to say after its first look").isEmpty();
    assertThat(garbageAfterCollecting().getChunks()).isZero();
  }

  private void restart(Map<String, String> faults) {
    optima.restart("optima", faults);
  }

  private boolean tryPublish(String dataset, int seed, int number) {
    try {
      publish(dataset, seed, number);
      return true;
    } catch (OptimaException e) {
      return false;
    }
  }

  /** The n-th publish of a seed has its own content and its own key, so a retry is the same one. */
  private PublishResponse publish(String dataset, int seed, int number) {
    PublishHeader header =
        Publishing.header(dataset, Format.FORMAT_CSV)
            .setIdempotencyKey(dataset + "/" + number)
            .build();
    return Publishing.send(
        optima.client(), header, Publishing.orders(50 + number, 1000 * seed + number));
  }

  private List<Version> versions(String dataset) {
    return optima.client().datasets().versions(dataset).toList().reversed();
  }

  private void assertIntact(String dataset, Version version) {
    String reference = dataset + "@" + version.getNumber();
    try (Watch<VerifyResponse> watch = optima.client().datasets().verify(reference)) {
      VerifyResponse last = VerifyResponse.getDefaultInstance();
      while (watch.hasNext()) {
        last = watch.next();
      }
      assertThat(last.getResult().getDifference()).isEmpty();
      assertThat(last.getResult().getIntact()).as(reference).isTrue();
    }
  }

  private List<String> repairFindings() {
    repair();
    return repair();
  }

  private List<String> repair() {
    try (Watch<RepairResponse> watch = optima.client().operations().repair()) {
      List<String> findings = new java.util.ArrayList<>();
      while (watch.hasNext()) {
        String finding = watch.next().getFinding();
        if (!finding.isEmpty()) {
          findings.add(finding);
        }
      }
      return findings;
    }
  }

  private CollectGarbageResponse garbageAfterCollecting() {
    CollectGarbageRequest now =
        CollectGarbageRequest.newBuilder()
            .setDelete(true)
            .setGrace(com.google.protobuf.Duration.newBuilder().setSeconds(0))
            .build();
    optima.client().operations().collectGarbage(now);
    return optima.client().operations().collectGarbage(now);
  }
}
