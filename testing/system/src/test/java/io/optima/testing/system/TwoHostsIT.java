package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.v1.PublishResponse;
import io.optima.v1.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two Optimas that know nothing of each other (a placement and a state store each) on one object
 * store: each owns the dataset's actor and believes to be the only one. The commit log is the
 * fence.
 */
class TwoHostsIT {
  private static final int WRITERS = 4;
  private static final int APPENDS = 6;

  @TempDir Path store;

  @Test
  void everyAcknowledgedVersionStaysAndNoneIsDoubled() throws Exception {
    try (OptimaUnderTest one = host();
        OptimaUnderTest two = host()) {
      Publishing.csv(one.client(), "fence/orders", row(0));
      List<Version> acknowledged = appendFrom(one, two);

      int last = 1 + WRITERS * APPENDS;
      assertThat(acknowledged)
          .extracting(version -> (int) version.getNumber())
          .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(2, last).boxed().toList());
      for (OptimaUnderTest host : List.of(one, two)) {
        List<Version> versions = host.client().datasets().versions("fence/orders").toList();
        assertThat(versions).hasSize(last).containsAll(acknowledged);
        assertThat(Queries.rows(host.client(), "select id from fence.orders order by id"))
            .isEqualTo(LongStream.range(0, last).mapToObj(id -> List.<Object>of(id)).toList());
        assertThat(Verifying.difference(host.client(), "fence/orders")).isEmpty();
      }
      assertThat(commits())
          .isEqualTo(
              IntStream.rangeClosed(1, commits().size())
                  .mapToObj("%012d.json"::formatted)
                  .toList());
    }
  }

  private OptimaUnderTest host() {
    return OptimaUnderTest.start(
        settings -> settings.withProperty("optima.store.url", "file:" + store.resolve("shared")));
  }

  private static List<Version> appendFrom(OptimaUnderTest... hosts)
      throws InterruptedException, ExecutionException {
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      List<Future<List<Version>>> work = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        OptimaUnderTest host = hosts[writer % hosts.length];
        int first = 1 + writer * APPENDS;
        work.add(writers.submit(() -> appendAll(host, first)));
      }
      List<Version> all = new ArrayList<>();
      for (Future<List<Version>> each : work) {
        all.addAll(each.get());
      }
      return all;
    }
  }

  private static List<Version> appendAll(OptimaUnderTest host, int first) {
    return IntStream.range(first, first + APPENDS).mapToObj(id -> append(host, id)).toList();
  }

  /** Who is told of a conflict tries again; nobody is told anything else. */
  private static Version append(OptimaUnderTest host, int id) {
    while (true) {
      try {
        PublishResponse response = Publishing.append(host.client(), "fence/orders", row(id));
        assertThat(response.getUnchanged()).isFalse();
        return response.getVersion();
      } catch (OptimaException e) {
        assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.CONFLICT);
      }
    }
  }

  private static String row(int id) {
    return "id\n" + id + "\n";
  }

  private List<String> commits() throws IOException {
    try (Stream<Path> files = Files.list(store.resolve("shared/datasets/fence/orders/commits"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
