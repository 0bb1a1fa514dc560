package io.optima.bench;

import io.optima.log.Journal;
import io.optima.log.file.LocalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opening a journal after its process was killed, all of it unknown to the checkpoint. */
final class JournalWorkload implements Workload {
  private static final int SHARE = 5;
  private static final double DEMANDED_BYTES_PER_SECOND = 300e6;

  @Override
  public String name() {
    return "journal";
  }

  @Override
  public List<Ratio> run(Bench bench) throws Exception {
    long bytes = bench.sizes().journalBytes();
    List<Cost> large = new ArrayList<>();
    List<Cost> small = new ArrayList<>();
    List<Cost> demanded = new ArrayList<>();
    recovery(bench, bytes / SHARE);
    for (int round = 0; round < Math.min(bench.sizes().rounds(), 3); round++) {
      small.add(recovery(bench, bytes / SHARE));
      large.add(recovery(bench, bytes).each(SHARE));
      demanded.add(new Cost((double) bytes / SHARE / DEMANDED_BYTES_PER_SECOND, Double.NaN));
      bench.say(
          "  recovery: %.0f MB/s"
              .formatted((double) bytes / SHARE / large.getLast().wall() / 1_000_000));
    }
    String work = "recovery of a journal of %.1f GB, per fifth".formatted(bytes / 1e9);
    return List.of(
        new Ratio(work, "of one of a fifth", Ratio.Better.SPEED, 0.9, large, small),
        new Ratio(work, "300 MB/s", Ratio.Better.SPEED, 1.0, large, demanded));
  }

  private static Cost recovery(Bench bench, long bytes) throws Exception {
    Path folder = bench.work().resolve("journal");
    fill(folder, bytes);
    try {
      List<Journal> opened = new ArrayList<>();
      Cost cost =
          Cost.of(
              round ->
                  opened.add(Journal.open(LocalFiles.open(folder), JournalFill.SETTINGS, null)),
              0);
      opened.forEach(Journal::close);
      return cost;
    } finally {
      Bench.delete(folder);
    }
  }

  private static void fill(Path folder, long bytes) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Process filling =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                JournalFill.class.getName(),
                folder.toString(),
                String.valueOf(bytes))
            .inheritIO()
            .start();
    if (filling.waitFor() != 0) {
      throw new IOException("the journal in " + folder + " was not filled");
    }
  }
}
