package io.optima.store;

import io.optima.model.ChunkDigest;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Chunks of a store that keeps them as files itself: nothing is copied, only verified. */
final class StoreFiles implements LocalChunks {
  private final ObjectStore objects;
  private final VerifiedFiles verified;

  StoreFiles(ObjectStore objects, VerifiedFiles verified) {
    this.objects = objects;
    this.verified = verified;
  }

  @Override
  public PinnedFile pin(ChunkDigest digest) {
    Path path = objects.file(Keys.chunk(digest)).orElseThrow();
    try {
      if (!verified.holds(path, digest)) {
        throw Chunks.corrupt(digest);
      }
    } catch (NoSuchFileException e) {
      throw Chunks.missing(digest);
    } catch (IOException e) {
      throw IoFailures.of("read chunk " + digest, e);
    }
    return new StoreFile(path);
  }

  /** Only garbage collection removes it, and never what a commit refers to. */
  private record StoreFile(Path path) implements PinnedFile {
    @Override
    public void close() {}
  }
}
