package io.optima.bench;

import io.optima.bench.probe.ProbeService;
import io.optima.bench.probe.ProbeTurns;
import io.optima.client.Progress;
import io.optima.launch.Guest;
import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.DigestAlgorithm;
import io.optima.model.dataset.Datasets.Author;
import io.optima.model.dataset.Datasets.Commit;
import io.optima.model.dataset.Datasets.Create;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.Settings;
import io.optima.model.dataset.Version;
import io.optima.runtime.actor.DaprDatasets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version enters the log of a dataset by a turn of its actor: that call, against a call of an
 * actor that does nothing but save what it is given. Once for the first version of a dataset, once
 * for a dataset that has thousands.
 */
final class CommitWorkload implements Workload {
  private static final String PROBE = "actor call that saves state";
  private static final Author AUTHOR = new Author("admin", true, "");
  private static final String SAVED = "x".repeat(1000);

  @Override
  public String name() {
    return "commit";
  }

  @Override
  public List<Guest> guests() {
    return List.of(new Guest("probe", Jvm.classPath(), ProbeService.class.getName()));
  }

  @Override
  public List<Ratio> run(Bench bench) throws Exception {
    return new Run(bench, bench.optima()).ratios();
  }

  private static final class Run {
    private final Bench bench;
    private final Optima optima;
    private final DaprDatasets datasets;
    private final ProbeTurns probe;
    private final List<Version> contents;
    private final DatasetName old = new DatasetName("bench", "old");
    private int commits;
    private int published;

    Run(Bench bench, Optima optima) throws IOException {
      this.bench = bench;
      this.optima = optima;
      this.datasets = new DaprDatasets(optima.actors("optima"));
      this.probe = optima.actors("probe").of(ProbeTurns.class, "one");
      this.contents = List.of(publish(), publish());
    }

    List<Ratio> ratios() throws Exception {
      age(bench.sizes().versions());
      Rounds first = new Rounds();
      Rounds late = new Rounds();
      Rounds flat = new Rounds();
      Rounds whole = new Rounds();
      for (int round = 0; round <= bench.sizes().rounds(); round++) {
        List<DatasetName> fresh = fresh(bench.sizes().calls());
        Cost young = each(i -> commit(fresh.get(i)));
        Cost raw = each(i -> probe.keep(SAVED));
        Cost aged = each(i -> commit(old));
        Cost publish = each(i -> publish());
        if (round > 0) {
          first.add(young, raw);
          late.add(aged, raw);
          flat.add(aged, young);
          whole.add(publish, raw);
          bench.say("  " + late.last());
        }
      }
      String version = "version " + bench.sizes().versions();
      return List.of(
          first.time("commit of version 1", PROBE, 2.0),
          late.time("commit of " + version, PROBE, 2.0),
          flat.time("commit of " + version, "commit of version 1", 1.25),
          whole.time("whole publish of a small CSV", PROBE, null));
    }

    /** One of a round's calls. */
    private Cost each(Cost.Work work) throws Exception {
      int calls = bench.sizes().calls();
      Cost all =
          Cost.of(
              round -> {
                for (int i = 0; i < calls; i++) {
                  work.run(i);
                }
              },
              0);
      return all.each(calls);
    }

    private void age(int versions) {
      bench.say("a dataset of " + versions + " versions");
      create(old);
      for (int i = 0; i < versions; i++) {
        commit(old);
        probe.keep(SAVED); // so that both sides are as warm
      }
    }

    private List<DatasetName> fresh(int count) {
      List<DatasetName> names = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        names.add(new DatasetName("bench", "d" + UUID.randomUUID().toString().replace("-", "")));
        create(names.getLast());
      }
      return names;
    }

    private void create(DatasetName name) {
      Settings settings = new Settings("admin", "", Map.of(), Set.of());
      datasets.create(
          new Create(name, Kind.IMMUTABLE, DigestAlgorithm.SHA256, settings, AUTHOR, key()));
    }

    /** Two contents take turns: the same once more would be no new version. */
    private void commit(DatasetName name) {
      Version content = contents.get(commits++ % contents.size());
      @Nullable Long anyBase = null;
      datasets.commit(
          new Commit(
              name,
              content.manifest(),
              optima.manifest(content),
              content.chunks(),
              anyBase,
              false,
              null,
              List.of(),
              null,
              "",
              AUTHOR,
              key()));
    }

    private Version publish() throws IOException {
      String csv = "id,name\n%d,row\n".formatted(published++);
      byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
      try (var in = new ByteArrayInputStream(bytes)) {
        optima.client().datasets().publish(Tpch.header("bench/small"), in, Progress.NONE);
      }
      return optima.version(DatasetRef.latest(new DatasetName("bench", "small")));
    }

    private static String key() {
      return UUID.randomUUID().toString();
    }
  }
}
