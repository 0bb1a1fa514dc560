package io.optima.query.publish;

import io.optima.identity.MessageDigests;
import io.optima.model.ContentId;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.ContentKind;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Manifest.Chunk;
import io.optima.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts text and binary into chunks and computes their content id, which is that of all bytes. */
final class Blobs {
  private static final int BUFFER = 1 << 18;

  private final Store store;
  private final PublishSettings settings;

  Blobs(Store store, PublishSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /**
   * Takes the upload in, to its end.
   *
   * @param base version that it is appended to; null for content on its own
   */
  Prepared prepare(
      InputStream upload,
      ContentKind kind,
      @Nullable Manifest base,
      DigestAlgorithm algorithm,
      Path folder,
      PublishListener listener)
      throws IOException {
    MessageDigest digest = digest(kind, base, algorithm);
    List<ChunkFile> added = cut(upload, kind, digest, folder, listener);
    return prepared(kind, ContentId.of(algorithm, digest.digest()), base, added);
  }

  /** The same new bytes behind another base. */
  Prepared rebase(Prepared content, Manifest base, DigestAlgorithm algorithm) throws IOException {
    MessageDigest digest = digest(content.kind(), base, algorithm);
    for (ChunkFile chunk : content.added()) {
      try (InputStream in = Files.newInputStream(chunk.path())) {
        add(in, digest);
      }
    }
    ContentId id = ContentId.of(algorithm, digest.digest());
    return prepared(content.kind(), id, base, content.added());
  }

  private static Prepared prepared(
      ContentKind kind, ContentId id, @Nullable Manifest base, List<ChunkFile> added) {
    List<Chunk> kept = base == null ? List.of() : base.chunks();
    return new Prepared(kind, id, null, null, 0, kept, added);
  }

  /** A digest's state cannot be kept, so the bytes before are read once more. */
  private MessageDigest digest(ContentKind kind, @Nullable Manifest base, DigestAlgorithm algorithm)
      throws IOException {
    MessageDigest digest = MessageDigests.of(algorithm);
    if (base == null) {
      return digest;
    }
    if (base.kind() != kind) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "%s cannot be appended: the latest version is %s",
          kind,
          base.kind());
    }
    for (Chunk chunk : base.chunks()) {
      try (InputStream in = store.chunks().open(chunk.digest())) {
        add(in, digest);
      }
    }
    return digest;
  }

  private static void add(InputStream in, MessageDigest digest) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      digest.update(buffer, 0, read);
    }
  }

  private List<ChunkFile> cut(
      InputStream upload,
      ContentKind kind,
      MessageDigest digest,
      Path folder,
      PublishListener listener)
      throws IOException {
    Utf8Check text = new Utf8Check();
    List<ChunkFile> chunks = new ArrayList<>();
    byte[] buffer = new byte[Math.min(BUFFER, settings.blobChunkBytes())];
    long total = 0;
    int read = upload.read(buffer);
    while (read >= 0) {
      Path file = folder.resolve("chunk-" + chunks.size());
      long bytes = 0;
      try (OutputStream out = Files.newOutputStream(file)) {
        while (read >= 0 && bytes < settings.blobChunkBytes()) {
          if (kind == ContentKind.TEXT) {
            text.add(buffer, read);
          }
          digest.update(buffer, 0, read);
          out.write(buffer, 0, read);
          bytes += read;
          listener.progress(0, total + bytes);
          int room = (int) Math.min(buffer.length, settings.blobChunkBytes() - bytes);
          read = upload.read(buffer, 0, room == 0 ? buffer.length : room);
        }
      }
      total += bytes;
      chunks.add(new ChunkFile(file, 0, bytes));
    }
    text.finish();
    return chunks;
  }
}
