package io.optima.store.s3;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.core.exception.SdkException;

/** Pages of a listing as one stream that fails with Optima's errors whenever a page does. */
final class S3Listing {
  private S3Listing() {}

  static <T> Stream<T> of(String doing, Iterable<T> pages) {
    Iterator<T> items = guard(doing, pages::iterator);
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new Iterator<T>() {
              @Override
              public boolean hasNext() {
                return guard(doing, items::hasNext);
              }

              @Override
              public T next() {
                return guard(doing, items::next);
              }
            },
            Spliterator.ORDERED),
        false);
  }

  private static <T> T guard(String doing, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw S3Failures.of(doing, e);
    }
  }
}
