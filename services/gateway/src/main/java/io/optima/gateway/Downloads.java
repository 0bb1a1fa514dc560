package io.optima.gateway;

import io.optima.model.DatasetRef;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.ContentKind;
import io.optima.model.dataset.CsvOptions;
import io.optima.model.dataset.Format;
import io.optima.model.dataset.Version;
import io.optima.query.export.Exporter;
import io.optima.query.secure.SecuredRelation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Versions as files: tables in any table format, text and binary as they came. */
public final class Downloads {
  private final Reads reads;
  private final Exporter exporter;

  public Downloads(Reads reads, Exporter exporter) {
    this.reads = reads;
    this.exporter = exporter;
  }

  /**
   * What to download.
   *
   * @param format null: Arrow for tables, otherwise the content's own
   * @param columns of a table; empty: all
   * @param offset first row of a table, first byte of anything else
   * @param limit rows or bytes; 0: to the end
   */
  public record Request(
      DatasetRef reference,
      @Nullable Format format,
      List<String> columns,
      long offset,
      long limit,
      CsvOptions csv) {
    public Request {
      columns = List.copyOf(columns);
      if (offset < 0 || limit < 0) {
        throw OptimaException.invalid("offset %d and limit %d must not be negative", offset, limit);
      }
    }
  }

  /** An open version; close it. */
  public final class Download implements AutoCloseable {
    private final SecuredRelation relation;
    private final Request request;
    private final Format format;

    private Download(SecuredRelation relation, Request request, Format format) {
      this.relation = relation;
      this.request = request;
      this.format = format;
    }

    public Version version() {
      return relation.version();
    }

    public Format format() {
      return format;
    }

    /** Whether any range of the content's bytes can be had. */
    public boolean isRaw() {
      return !version().kind().isTable();
    }

    /** Of the whole content; 0 when it is not known before it was written. */
    public long totalBytes() {
      return isRaw() ? version().bytes() : 0;
    }

    /** Writes everything asked for; does not close the stream. */
    public void writeTo(OutputStream out) throws IOException {
      if (isRaw()) {
        writeBytes(out, request.offset(), request.limit());
      } else {
        exporter.export(
            relation,
            request.columns(),
            request.offset(),
            request.limit(),
            format,
            request.csv(),
            out);
      }
    }

    /** Writes a range of raw content. */
    public void writeBytes(OutputStream out, long offset, long limit) throws IOException {
      try (InputStream in = relation.bytes(offset, limit)) {
        in.transferTo(out);
      }
    }

    @Override
    public void close() {
      relation.close();
    }
  }

  /**
   * Opens a version.
   *
   * @throws OptimaException NOT_FOUND; FAILED_PRECONDITION when its content cannot be had in that
   *     format
   */
  public Download open(Caller caller, Request request) {
    SecuredRelation relation = reads.open(caller, request.reference(), "download");
    try {
      return new Download(relation, request, format(relation.version(), request.format()));
    } catch (OptimaException e) {
      relation.close();
      throw e;
    }
  }

  private static Format format(Version version, @Nullable Format wanted) {
    ContentKind kind = version.kind();
    if (kind.isTable()) {
      return wanted == null ? Format.ARROW : requireKind(wanted, kind);
    }
    Format own = kind == ContentKind.TEXT ? Format.TEXT : Format.BINARY;
    return wanted == null || wanted == Format.BINARY ? own : requireKind(wanted, kind);
  }

  private static Format requireKind(Format format, ContentKind kind) {
    if (format.kind() != kind) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "%s content cannot be had as %s",
          kind.name().toLowerCase(Locale.ROOT),
          format.name().toLowerCase(Locale.ROOT));
    }
    return format;
  }
}
