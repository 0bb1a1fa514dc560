package io.optima.bench;

import io.optima.client.Progress;
import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.dataset.Manifest.Chunk;
import io.optima.store.PinnedFile;
import io.optima.v1.Format;
import io.optima.v1.PublishHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tables of TPC-H as datasets {@code tpch/…}. */
record Tpch(Optima optima) {
  static PublishHeader header(String dataset) {
    return PublishHeader.newBuilder()
        .setDataset(dataset)
        .setFormat(Format.FORMAT_CSV)
        .setCreate(true)
        .build();
  }

  void publish(TpchData data) throws IOException {
    for (String table : TpchData.TABLES) {
      optima.client().datasets().publish(header("tpch/" + table), data.csv(table), Progress.NONE);
    }
  }

  /** The Parquet files in which Optima keeps a table. */
  List<Path> files(String table) {
    DatasetRef latest = DatasetRef.latest(new DatasetName("tpch", table));
    List<Path> files = new ArrayList<>();
    for (Chunk chunk : optima.manifest(optima.version(latest)).chunks()) {
      try (PinnedFile file = optima.store().chunks().local(chunk.digest())) {
        files.add(file.path());
      }
    }
    return files;
  }
}
