package io.optima.store.s3;

import io.optima.store.IoFailures;
import io.optima.store.ObjectInfo;
import io.optima.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * Objects of one bucket below a prefix. Put-if-absent is {@code If-None-Match: *}. Every write
 * carries a random name in its metadata: when S3 says that the key is taken, that tells whether we
 * took it ourselves with an earlier try whose answer was lost.
 */
final class S3ObjectStore implements ObjectStore {
  private static final String WRITER = "optima-writer";
  private static final int CONFLICTS = 20;
  private static final long CONFLICT_PAUSE_NANOS = 50_000_000;

  private final S3Client s3;
  private final String bucket;
  private final String prefix;
  private final S3Multipart multipart;

  S3ObjectStore(S3Client s3, String bucket, String prefix, long partBytes) {
    this.s3 = s3;
    this.bucket = bucket;
    this.prefix = prefix;
    this.multipart = new S3Multipart(s3, bucket, partBytes);
  }

  @Override
  public boolean putIfAbsent(String key, byte[] bytes) {
    RequestBody body = RequestBody.fromBytes(bytes);
    return putIfAbsent(key, writer -> putObject(key, body, writer));
  }

  @Override
  public boolean putIfAbsent(String key, Path file) {
    long size = size(file);
    if (multipart.isWorthwhile(size)) {
      return putIfAbsent(
          key, writer -> multipart.put(full(key), file, size, Map.of(WRITER, writer)));
    }
    return putIfAbsent(key, writer -> putObject(key, RequestBody.fromFile(file), writer));
  }

  private void putObject(String key, RequestBody body, String writer) {
    s3.putObject(
        to -> to.bucket(bucket).key(full(key)).ifNoneMatch("*").metadata(Map.of(WRITER, writer)),
        body);
  }

  private boolean putIfAbsent(String key, Consumer<String> put) {
    String writer = UUID.randomUUID().toString();
    for (int attempt = 1; ; attempt++) {
      try {
        put.accept(writer);
        return true;
      } catch (SdkException e) {
        if (S3Failures.hasStatus(e, S3Failures.CONFLICT) && attempt < CONFLICTS) {
          // another conditional write of the key was under way
          LockSupport.parkNanos(CONFLICT_PAUSE_NANOS);
        } else {
          return isTaken(key, writer, e);
        }
      }
    }
  }

  /** Whether we took the key; fails when the failure means something else. */
  private boolean isTaken(String key, String writer, SdkException failure) {
    boolean answered =
        S3Failures.hasStatus(failure, S3Failures.PRECONDITION_FAILED)
            // a completed upload is gone when its completion is retried
            || S3Failures.hasStatus(failure, S3Failures.NOT_FOUND);
    Optional<HeadObjectResponse> taken = answered ? head(key) : Optional.empty();
    if (taken.isEmpty()) {
      throw S3Failures.of("write " + key, failure);
    }
    return writer.equals(taken.get().metadata().get(WRITER));
  }

  @Override
  public void put(String key, byte[] bytes) {
    try {
      s3.putObject(to -> to.bucket(bucket).key(full(key)), RequestBody.fromBytes(bytes));
    } catch (SdkException e) {
      throw S3Failures.of("write " + key, e);
    }
  }

  @Override
  public Optional<byte[]> get(String key) {
    try {
      return Optional.of(
          s3.getObjectAsBytes(from -> from.bucket(bucket).key(full(key))).asByteArrayUnsafe());
    } catch (SdkException e) {
      if (S3Failures.hasStatus(e, S3Failures.NOT_FOUND)) {
        return Optional.empty();
      }
      throw S3Failures.of("read " + key, e);
    }
  }

  @Override
  public InputStream open(String key, long offset, long length) {
    if (length == 0) {
      return stat(key)
          .map(info -> InputStream.nullInputStream())
          .orElseThrow(() -> ObjectStore.absent(key));
    }
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(bucket)
            .key(full(key))
            .range(range(offset, length))
            .build();
    try {
      return new AbortingStream(s3.getObject(request));
    } catch (SdkException e) {
      if (S3Failures.hasStatus(e, S3Failures.RANGE_NOT_SATISFIABLE)) {
        return InputStream.nullInputStream();
      }
      if (S3Failures.hasStatus(e, S3Failures.NOT_FOUND)) {
        throw ObjectStore.absent(key);
      }
      throw S3Failures.of("read " + key, e);
    }
  }

  private static String range(long offset, long length) {
    boolean toTheEnd = length > Long.MAX_VALUE - offset;
    return "bytes=" + offset + "-" + (toTheEnd ? "" : String.valueOf(offset + length - 1));
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    return head(key)
        .map(head -> new ObjectInfo(key, head.contentLength(), seconds(head.lastModified())));
  }

  private Optional<HeadObjectResponse> head(String key) {
    try {
      return Optional.of(s3.headObject(of -> of.bucket(bucket).key(full(key))));
    } catch (SdkException e) {
      if (S3Failures.hasStatus(e, S3Failures.NOT_FOUND)) {
        return Optional.empty();
      }
      throw S3Failures.of("look at " + key, e);
    }
  }

  /** Listings may be more exact than the header; the same object has to have one time. */
  private static Instant seconds(Instant modified) {
    return modified.truncatedTo(ChronoUnit.SECONDS);
  }

  @Override
  public Stream<ObjectInfo> list(String keyPrefix) {
    return S3Listing.of(
            "list " + keyPrefix,
            s3.listObjectsV2Paginator(of -> of.bucket(bucket).prefix(prefix + keyPrefix))
                .contents())
        .map(
            object ->
                new ObjectInfo(
                    object.key().substring(prefix.length()),
                    object.size(),
                    seconds(object.lastModified())));
  }

  @Override
  public Stream<String> folders(String folder) {
    String full = prefix + folder;
    return S3Listing.of(
            "list " + folder,
            s3.listObjectsV2Paginator(of -> of.bucket(bucket).prefix(full).delimiter("/"))
                .commonPrefixes())
        .map(below -> below.prefix().substring(full.length(), below.prefix().length() - 1));
  }

  @Override
  public void delete(String key) {
    try {
      s3.deleteObject(of -> of.bucket(bucket).key(full(key)));
    } catch (SdkException e) {
      throw S3Failures.of("delete " + key, e);
    }
  }

  @Override
  public Optional<Path> file(String key) {
    return Optional.empty();
  }

  @Override
  public Leftovers leftovers(Duration age, boolean delete) {
    Instant before = Instant.now().minus(age);
    try {
      return s3
          .listMultipartUploadsPaginator(of -> of.bucket(bucket).prefix(prefix))
          .uploads()
          .stream()
          .filter(upload -> upload.initiated().isBefore(before))
          .map(upload -> leftover(upload, delete))
          .reduce(Leftovers.NONE, S3ObjectStore::plus);
    } catch (SdkException e) {
      throw S3Failures.of("list uploads", e);
    }
  }

  private Leftovers leftover(MultipartUpload upload, boolean delete) {
    long bytes =
        s3
            .listPartsPaginator(
                of -> of.bucket(bucket).key(upload.key()).uploadId(upload.uploadId()))
            .parts()
            .stream()
            .mapToLong(Part::size)
            .sum();
    if (delete) {
      s3.abortMultipartUpload(
          of -> of.bucket(bucket).key(upload.key()).uploadId(upload.uploadId()));
    }
    return new Leftovers(1, bytes);
  }

  private static Leftovers plus(Leftovers one, Leftovers other) {
    return new Leftovers(one.count() + other.count(), one.bytes() + other.bytes());
  }

  @Override
  public void close() {
    s3.close();
  }

  private String full(String key) {
    ObjectStore.checkKey(key);
    return prefix + key;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw IoFailures.of("read " + file, e);
    }
  }
}
