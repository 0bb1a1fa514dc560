package io.optima.lineage.sql;

import io.optima.lineage.LineageIndex;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteLineageIndexTest extends ReportsContract {
  @TempDir Path folder;
  private @Nullable SqlLineageIndex opened;

  @Override
  LineageIndex open() {
    SqlLineageIndex fresh =
        SqlLineageIndex.open("jdbc:sqlite:" + folder.resolve("index.db"), "", "");
    opened = fresh;
    return fresh;
  }

  @AfterEach
  void close() {
    if (opened != null) {
      opened.close();
    }
  }
}
