package io.optima.query.secure;

import java.nio.file.Path;
import java.util.List;

/**
 * A relation for DuckDB: a query over verified local files that yields exactly the visible rows.
 *
 * @param sql SELECT over those files, for the body of a view
 * @param files the only files that the query reads; they stay until this is closed
 * @param pins what keeps them
 */
public record SecuredView(String sql, List<Path> files, AutoCloseable pins) {
  public SecuredView {
    files = List.copyOf(files);
  }
}
