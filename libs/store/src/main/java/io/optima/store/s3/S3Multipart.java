package io.optima.store.s3;

import io.optima.store.BoundedStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Uploads a large file in parts, read from disk part by part and again when one is retried. */
final class S3Multipart {
  private static final Logger LOG = LoggerFactory.getLogger(S3Multipart.class);

  /** S3 takes no more parts than this. */
  private static final int MOST_PARTS = 10_000;

  private final S3Client s3;
  private final String bucket;
  private final long partBytes;

  S3Multipart(S3Client s3, String bucket, long partBytes) {
    this.s3 = s3;
    this.bucket = bucket;
    this.partBytes = partBytes;
  }

  boolean isWorthwhile(long size) {
    return size > partBytes;
  }

  /** Fails as a put with {@code If-None-Match: *} does; then nothing is left of the upload. */
  void put(String key, Path file, long size, Map<String, String> metadata) {
    String upload =
        s3.createMultipartUpload(to -> to.bucket(bucket).key(key).metadata(metadata)).uploadId();
    try {
      List<CompletedPart> parts = putParts(key, upload, file, size);
      s3.completeMultipartUpload(
          to ->
              to.bucket(bucket)
                  .key(key)
                  .uploadId(upload)
                  .ifNoneMatch("*")
                  .multipartUpload(all -> all.parts(parts)));
    } catch (RuntimeException e) {
      abort(key, upload);
      throw e;
    }
  }

  private List<CompletedPart> putParts(String key, String upload, Path file, long size) {
    long part = Math.max(partBytes, (size + MOST_PARTS - 1) / MOST_PARTS);
    List<CompletedPart> parts = new ArrayList<>();
    for (long first = 0; first < size; first += part) {
      parts.add(putPart(key, upload, parts.size() + 1, file, first, Math.min(part, size - first)));
    }
    return parts;
  }

  private CompletedPart putPart(
      String key, String upload, int number, Path file, long first, long length) {
    RequestBody body =
        RequestBody.fromContentProvider(
            () -> read(file, first, length), length, "application/octet-stream");
    var answer =
        s3.uploadPart(
            to ->
                to.bucket(bucket)
                    .key(key)
                    .uploadId(upload)
                    .partNumber(number)
                    .contentLength(length),
            body);
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(answer.eTag())
        .checksumCRC32(answer.checksumCRC32())
        .build();
  }

  private static InputStream read(Path file, long first, long length) {
    try {
      SeekableByteChannel channel = Files.newByteChannel(file);
      channel.position(first);
      return new BoundedStream(Channels.newInputStream(channel), length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void abort(String key, String upload) {
    try {
      s3.abortMultipartUpload(to -> to.bucket(bucket).key(key).uploadId(upload));
    } catch (SdkException e) {
      // invisible; garbage collection finds it
      LOG.warn("upload {} of {} is left behind", upload, key, e);
    }
  }
}
