package io.optima.gateway.grpc;

import io.optima.gateway.Watching.Watcher;
import io.optima.gateway.wire.DatasetProtos;
import io.optima.model.dataset.LogEntry;
import io.optima.runtime.grpc.ServerStream;
import io.optima.v1.Dataset;
import java.time.Duration;

/** A client that watches datasets. */
final class StreamWatcher implements Watcher {
  private final ServerStream<Dataset> stream;

  StreamWatcher(ServerStream<Dataset> stream) {
    this.stream = stream;
  }

  @Override
  public void changed(LogEntry entry) {
    stream.send(DatasetProtos.dataset(entry));
  }

  @Override
  public boolean isGone() {
    return stream.isCancelled();
  }

  @Override
  public void pause(Duration duration) {
    stream.pause(duration);
  }
}
