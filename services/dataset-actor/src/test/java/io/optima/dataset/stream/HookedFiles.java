package io.optima.dataset.stream;

import io.optima.log.JournalFile;
import io.optima.log.JournalFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A journal's folder in which something happens after each sync of batches; those of files that are
 * just made, whenever that is, do not count.
 */
final class HookedFiles implements JournalFiles {
  private final JournalFiles files;
  private final AtomicReference<Runnable> afterSync = new AtomicReference<>(() -> {});

  HookedFiles(JournalFiles files) {
    this.files = files;
  }

  void afterSync(Runnable step) {
    afterSync.set(step);
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
    return files.create(name, bytes);
  }

  @Override
  public JournalFile open(String name) throws IOException {
    return new HookedFile(files.open(name));
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

  private final class HookedFile implements JournalFile {
    private final JournalFile file;

    HookedFile(JournalFile file) {
      this.file = file;
    }

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
      file.force();
      afterSync.get().run();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
