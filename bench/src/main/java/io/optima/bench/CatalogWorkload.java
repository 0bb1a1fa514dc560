package io.optima.bench;

import io.optima.client.OptimaClient;
import io.optima.v1.CreateDatasetRequest;
import io.optima.v1.ListDatasetsRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/** What is known of datasets, asked of an Optima that has many and of one that has ten. */
final class CatalogWorkload implements Workload {
  private static final int GROUP = 10;
  private static final int IN_FLIGHT = 8;

  /** Rounds that are not timed. */
  private static final int WARM = 15;

  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

  /** An Optima with that many groups of ten datasets. */
  private record Side(OptimaClient client, int groups) {}

  private interface Question {
    void ask(Side side);
  }

  @Override
  public String name() {
    return "catalog";
  }

  @Override
  public List<Ratio> run(Bench bench) throws Exception {
    int datasets = bench.sizes().datasets();
    Optima many = bench.optima();
    Optima few = bench.another("few");
    try {
      Side large = new Side(many.client(), datasets / GROUP);
      Side small = new Side(few.client(), 1);
      bench.say("making " + datasets + " datasets");
      fill(large);
      fill(small);
      return List.of(
          compare(bench, large, small, this::describe)
              .time("describe with " + datasets + " datasets", "with " + GROUP, 1.25),
          compare(bench, large, small, this::listGroup)
              .time("list a group with " + datasets + " datasets", "with " + GROUP, 2.0),
          compare(bench, large, small, side -> listPage(side, ""))
              .time("list a page with " + datasets + " datasets", "with " + GROUP, 2.0),
          compare(bench, large, small, side -> listPage(side, "searched"))
              .time("search with " + datasets + " datasets", "with " + GROUP, 2.0));
    } finally {
      bench.end(few);
    }
  }

  private static Rounds compare(Bench bench, Side large, Side small, Question question)
      throws Exception {
    int calls = bench.sizes().calls();
    // the one that made many datasets has answered far more calls than the other
    repeat(WARM * calls, small, question);
    repeat(WARM * calls, large, question);
    return Rounds.of(
        bench,
        bench.sizes().rounds(),
        round -> repeat(calls, large, question),
        round -> repeat(calls, small, question));
  }

  private static void repeat(int calls, Side side, Question question) {
    for (int i = 0; i < calls; i++) {
      question.ask(side);
    }
  }

  private void describe(Side side) {
    side.client().datasets().describe(group(random.nextInt(side.groups())) + "/d0");
  }

  private void listGroup(Side side) {
    String group = group(random.nextInt(side.groups()));
    expect(side, ListDatasetsRequest.newBuilder().setGroup(group).build());
  }

  private static void listPage(Side side, String text) {
    expect(side, ListDatasetsRequest.newBuilder().setText(text).setPageSize(GROUP).build());
  }

  private static void expect(Side side, ListDatasetsRequest request) {
    long found = side.client().datasets().list(request).limit(GROUP).count();
    if (found != GROUP) {
      throw new IllegalStateException(found + " datasets instead of ten for " + request);
    }
  }

  private static void fill(Side side) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(IN_FLIGHT)) {
      List<Future<?>> made = new ArrayList<>();
      for (int i = 0; i < side.groups() * GROUP; i++) {
        String name = group(i / GROUP) + "/d" + i % GROUP;
        made.add(threads.submit(() -> create(side, name)));
      }
      for (Future<?> each : made) {
        each.get();
      }
    }
  }

  /** Ten in all have the word that is searched for, however many there are. */
  private static void create(Side side, String name) {
    String description = name.startsWith(group(0) + "/") ? "to be searched" : "one of many";
    side.client()
        .datasets()
        .create(
            CreateDatasetRequest.newBuilder().setName(name).setDescription(description).build());
  }

  private static String group(int number) {
    return "g" + number;
  }
}
