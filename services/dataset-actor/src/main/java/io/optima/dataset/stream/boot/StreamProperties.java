package io.optima.dataset.stream.boot;

import io.optima.dataset.stream.NodeSettings;
import io.optima.log.JournalSettings;
import io.optima.model.OptimaException;
import io.optima.query.duckdb.DuckDbSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The node that holds partitions of streams.
 *
 * @param journal where the newest records are
 * @param stream how partitions are held, and where others reach them
 */
@ConfigurationProperties("optima")
public record StreamProperties(@DefaultValue Journal journal, @DefaultValue Stream stream) {

  /**
   * The journal.
   *
   * @param folder on a disk of this machine; {@code journal} in {@code optima.home} when absent
   * @param groupDelay a batch waits at most so long for others to be synced with it, and no longer
   *     than a sync takes
   * @param groupBytes so many waiting bytes are written and synced at once, without that delay
   * @param groupLimitBytes what gathered during a sync is written together up to this size
   * @param segmentBytes size of a segment file; a batch has to fit in one
   * @param checkpointBytes recovery replays at most about so much
   * @param waitingBytes that may wait for their acknowledgement; more is refused
   */
  public record Journal(
      @Nullable Path folder,
      @DefaultValue("2ms") Duration groupDelay,
      @DefaultValue("512KB") DataSize groupBytes,
      @DefaultValue("8MB") DataSize groupLimitBytes,
      @DefaultValue("64MB") DataSize segmentBytes,
      @DefaultValue("256MB") DataSize checkpointBytes,
      @DefaultValue("128MB") DataSize waitingBytes) {
    JournalSettings settings() {
      return new JournalSettings(
          groupDelay,
          Math.toIntExact(groupBytes.toBytes()),
          Math.toIntExact(groupLimitBytes.toBytes()),
          Math.toIntExact(segmentBytes.toBytes()),
          checkpointBytes.toBytes(),
          waitingBytes.toBytes());
    }
  }

  /**
   * Holding partitions.
   *
   * @param address at which this node listens for the other services
   * @param port where it listens; 0 takes a free one
   * @param advertised {@code host:port} that the others are told; absent: address and port
   * @param lease of a partition; a node that does not answer for so long is taken for gone
   * @param idle a partition that nobody used for so long is sealed and given back
   * @param seals that run at the same time
   * @param sealSlice so much of a journal becomes chunks at once, at most; then the next slice
   * @param backlog of a partition in the journal, with which it takes no more batches until some is
   *     sealed
   * @param housekeeping a partition's retention and small chunks are looked after so often, and
   *     after each seal
   * @param sealMemory what seals may take together before they spill
   * @param rounds the retention of partitions that nobody holds is looked after so often
   * @param announce a partition's advance is published at most so often
   * @param handover how long giving back all partitions may take when the service stops
   */
  public record Stream(
      @DefaultValue("127.0.0.1") String address,
      @DefaultValue("0") int port,
      @Nullable String advertised,
      @DefaultValue("15s") Duration lease,
      @DefaultValue("5m") Duration idle,
      @DefaultValue("2") int seals,
      @DefaultValue("128MB") DataSize sealSlice,
      @DefaultValue("1GB") DataSize backlog,
      @DefaultValue("1m") Duration housekeeping,
      @DefaultValue("512MB") DataSize sealMemory,
      @DefaultValue("1h") Duration rounds,
      @DefaultValue("10ms") Duration announce,
      @DefaultValue("10s") Duration handover) {
    public Stream {
      if (!announce.isPositive()) {
        throw OptimaException.invalid(
            "optima.stream.announce is %s: it has to be positive", announce);
      }
    }

    NodeSettings node() {
      return new NodeSettings(
          idle,
          seals,
          sealSlice.toBytes(),
          NodeSettings.DEFAULT.sliceRecords(),
          backlog.toBytes(),
          housekeeping,
          rounds);
    }

    DuckDbSettings duckDb(Path home) {
      return new DuckDbSettings(sealMemory.toBytes(), seals, home.resolve("spill/seal"));
    }
  }
}
