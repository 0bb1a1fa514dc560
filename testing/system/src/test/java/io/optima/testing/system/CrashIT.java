package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.optima.client.Watch;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.store.GcReport;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import io.optima.v1.CollectGarbageRequest;
import io.optima.v1.Format;
import io.optima.v1.PublishHeader;
import io.optima.v1.PublishResponse;
import io.optima.v1.RepairResponse;
import io.optima.v1.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The JVM halts at a labelled point chosen by seed while a client publishes; afterwards nothing is
 * half visible, lost or doubled. Ten seeds, each with a dataset of its own, crash one after the
 * other before a start without crashes is asked about them. {@code -Doptima.seeds=200} runs more,
 * {@code -Doptima.seed=17} one.
 */
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

  private static final int KILLED = 137;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LEASE = Duration.ofSeconds(5);

  /** A label is reached once a publish at least, and a crash is at the third time at the latest. */
  private static final int MOST_PUBLISHES = 4;

  private OptimaUnderTest optima;

  /**
   * What a seed's client knows when the server has gone.
   *
   * @param acknowledged versions it was told of, in order; what it asked for next is in doubt
   */
  private record Witness(int seed, String dataset, List<Version> acknowledged) {
    int doubtful() {
      return acknowledged.size() + 1;
    }
  }

  @BeforeAll
  void begin() {
    optima =
        OptimaUnderTest.start(
            settings -> settings.withProperty("optima.store.lease", LEASE.toSeconds() + "s"));
  }

  @AfterAll
  void end() {
    optima.close();
  }

  static List<List<Integer>> seeds() {
    Integer one = Integer.getInteger("optima.seed");
    if (one != null) {
      return List.of(List.of(one));
    }
    int block = LABELS.size();
    int blocks = Math.ceilDiv(Integer.getInteger("optima.seeds", 2 * block), block);
    return IntStream.range(0, blocks)
        .mapToObj(each -> IntStream.range(each * block, (each + 1) * block).boxed().toList())
        .toList();
  }

  @ParameterizedTest(name = "seeds {0}")
  @MethodSource("seeds")
  void acknowledgedVersionsSurviveAndNothingIsHalfVisible(List<Integer> seeds) {
    List<Witness> witnesses = seeds.stream().map(this::crash).toList();

    optima.restart("optima", Map.of());
    witnesses.forEach(this::assertNothingLostNorHalfVisible);
    witnesses.forEach(this::assertTheDoubtfulPublishCanBeRepeated);
    repair();
    assertThat(repair()).as("what repair finds after repair").isEmpty();
    assertGarbageIsGone();
    witnesses.forEach(witness -> assertIntact(witness, versions(witness.dataset())));
  }

  /** Publishes to a process that halts somewhere in it. */
  private Witness crash(int seed) {
    String label = LABELS.get(seed % LABELS.size());
    int time = 1 + new Random(seed).nextInt(3);
    Witness witness = new Witness(seed, "crash/seed-" + seed, new ArrayList<>());
    optima.restart("optima", Map.of("optima.faults.crash[" + label + "]", String.valueOf(time)));
    try {
      while (witness.acknowledged().size() < MOST_PUBLISHES) {
        witness.acknowledged().add(publish(witness, witness.doubtful()).getVersion());
      }
    } catch (OptimaException gone) {
      assertThat(gone.code()).as("seed %d: %s", seed, gone).isEqualTo(ErrorCode.UNAVAILABLE);
    }
    assertThat(optima.running().program("optima").awaitExit(PATIENCE))
        .as("seed %d halts at %s, time %d", seed, label, time)
        .isEqualTo(KILLED);
    return witness;
  }

  private void assertNothingLostNorHalfVisible(Witness witness) {
    List<Version> versions = versions(witness.dataset());

    int known = witness.acknowledged().size();
    assertThat(versions).as("versions of seed %d", witness.seed()).hasSizeBetween(known, known + 1);
    assertThat(versions.subList(0, known)).isEqualTo(witness.acknowledged());
    assertIntact(witness, versions);
  }

  private void assertTheDoubtfulPublishCanBeRepeated(Witness witness) {
    PublishResponse repeated = publish(witness, witness.doubtful());

    assertThat(repeated.getVersion().getNumber()).isEqualTo(witness.doubtful());
    assertThat(versions(witness.dataset())).hasSize(witness.doubtful());
  }

  /** Each of a seed's publishes has its own content and key, so that a repeated one is the same. */
  private PublishResponse publish(Witness witness, int number) {
    PublishHeader header =
        Publishing.header(witness.dataset(), Format.FORMAT_CSV)
            .setIdempotencyKey(witness.dataset() + "/" + number)
            .build();
    return Publishing.send(
        optima.client(), header, Publishing.orders(rows(number), 1000 * witness.seed() + number));
  }

  private static int rows(int number) {
    return 50 + number;
  }

  /** Oldest first; none when there is no such dataset. */
  private List<Version> versions(String dataset) {
    try {
      return optima.client().datasets().versions(dataset).toList().reversed();
    } catch (OptimaException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
      return List.of();
    }
  }

  private void assertIntact(Witness witness, List<Version> versions) {
    for (Version version : versions) {
      String reference = witness.dataset() + "@" + version.getNumber();
      assertThat(version.getRows()).as(reference).isEqualTo(rows((int) version.getNumber()));
      assertThat(Verifying.difference(optima.client(), reference)).as(reference).isEmpty();
    }
  }

  private List<String> repair() {
    try (Watch<RepairResponse> watch = optima.client().operations().repair()) {
      List<String> findings = new ArrayList<>();
      while (watch.hasNext()) {
        String finding = watch.next().getFinding();
        if (!finding.isEmpty()) {
          findings.add(finding);
        }
      }
      return findings;
    }
  }

  /** Of what the crashed publishes left, nothing stays when their leases have ended. */
  private void assertGarbageIsGone() {
    try (Store store = Store.open(StoreSettings.in(optima.home()).withLease(LEASE))) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                collectGarbage();
                GcReport left = store.garbage().look(Duration.ZERO);
                assertThat(left.garbage()).isEqualTo(GcReport.Count.NONE);
                assertThat(left.spared()).isEqualTo(GcReport.Count.NONE);
                assertThat(left.leftovers()).isEqualTo(GcReport.Count.NONE);
                assertThat(left.deadPublishes()).isZero();
                assertThat(optima.home().resolve("staging")).isEmptyDirectory();
              });
    }
  }

  private void collectGarbage() {
    CollectGarbageRequest now =
        CollectGarbageRequest.newBuilder()
            .setDelete(true)
            .setGrace(com.google.protobuf.Duration.newBuilder().setSeconds(0))
            .build();
    optima.client().operations().collectGarbage(now);
  }
}
