package io.optima.gateway.grpc;

import io.grpc.stub.StreamObserver;

/** How a call with one answer ends. */
final class Answers {
  private Answers() {}

  static <T> void one(StreamObserver<T> observer, T answer) {
    observer.onNext(answer);
    observer.onCompleted();
  }
}
