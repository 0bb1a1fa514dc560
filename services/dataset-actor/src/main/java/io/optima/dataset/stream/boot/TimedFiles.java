package io.optima.dataset.stream.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.optima.log.JournalFile;
import io.optima.log.JournalFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Measures syncs. */
record TimedFiles(JournalFiles files, Timer syncs) implements JournalFiles {
  static JournalFiles around(JournalFiles files, MeterRegistry meters) {
    Timer syncs =
        Timer.builder("optima.journal.sync")
            .description("One sync of the journal")
            .publishPercentileHistogram()
            .register(meters);
    return new TimedFiles(files, syncs);
  }

  @Override
  public String place() {
    return files.place();
  }

  @Override
  public List<String> list() throws IOException {
    return files.list();
  }

  @Override
  public JournalFile create(String name, long bytes) throws IOException {
    return new TimedFile(files.create(name, bytes), syncs);
  }

  @Override
  public JournalFile open(String name) throws IOException {
    return new TimedFile(files.open(name), syncs);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    files.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    files.delete(name);
  }

  @Override
  public void syncDirectory() throws IOException {
    files.syncDirectory();
  }

  @Override
  public void close() throws IOException {
    files.close();
  }

  private record TimedFile(JournalFile file, Timer syncs) implements JournalFile {
    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void write(long position, ByteBuffer bytes) throws IOException {
      file.write(position, bytes);
    }

    @Override
    public void read(long position, ByteBuffer into) throws IOException {
      file.read(position, into);
    }

    @Override
    public void force() throws IOException {
      long began = System.nanoTime();
      file.force();
      syncs.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
