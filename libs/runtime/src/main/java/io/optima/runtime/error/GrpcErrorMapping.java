package io.optima.runtime.error;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.optima.model.OptimaException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives every failed call the status of its error. Handlers just throw, or pass what was thrown to
 * their observer; a status that has no cause was meant as it is.
 */
final class GrpcErrorMapping implements ServerInterceptor {
  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    MappedCall<Q, A> mapped = new MappedCall<>(call);
    try {
      return new MappedListener<>(mapped, next.startCall(mapped, headers));
    } catch (RuntimeException e) {
      mapped.fail(e);
      return new ServerCall.Listener<>() {};
    }
  }

  private static final class MappedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final AtomicBoolean closed = new AtomicBoolean();

    MappedCall(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      Throwable cause = status.getCause();
      if (cause == null) {
        closeOnce(status, trailers);
      } else {
        fail(cause);
      }
    }

    void fail(Throwable thrown) {
      OptimaException error = UnknownErrors.translate(thrown);
      closeOnce(GrpcErrors.status(error), GrpcErrors.trailers(error));
    }

    private void closeOnce(Status status, Metadata trailers) {
      if (closed.compareAndSet(false, true)) {
        super.close(status, trailers);
      }
    }
  }

  private static final class MappedListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final MappedCall<Q, ?> call;

    MappedListener(MappedCall<Q, ?> call, ServerCall.Listener<Q> listener) {
      super(listener);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      guarded(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      guarded(super::onHalfClose);
    }

    @Override
    public void onReady() {
      guarded(super::onReady);
    }

    private void guarded(Runnable step) {
      try {
        step.run();
      } catch (RuntimeException e) {
        call.fail(e);
      }
    }
  }
}
