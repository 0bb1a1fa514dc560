package io.optima.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Objects;

/**
 * A service that answers whatever is asked with one message that has every field; only {@link
 * #MISSING} it does not find.
 */
final class SampleAnswers {
  static final String TEXT = "sales/orders";
  static final String MISSING = "sales/missing";

  private SampleAnswers() {}

  static ServerServiceDefinition of(ServiceDescriptor service) {
    ServerServiceDefinition.Builder answers = ServerServiceDefinition.builder(service);
    service.getMethods().forEach(method -> add(answers, method));
    return answers.build();
  }

  @SuppressWarnings("unchecked") // a prototype's type is that of its own copies
  private static <Q, A> void add(
      ServerServiceDefinition.Builder answers, MethodDescriptor<Q, A> method) {
    PrototypeMarshaller<A> marshaller = (PrototypeMarshaller<A>) method.getResponseMarshaller();
    Message prototype = (Message) Objects.requireNonNull(marshaller.getMessagePrototype());
    A sample = (A) filled(prototype.newBuilderForType());
    answers.addMethod(
        method, ServerCalls.asyncBidiStreamingCall(answer -> new Caller<Q, A>(answer, sample)));
  }

  private static Message filled(Message.Builder message) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isRepeated()) {
        message.addRepeatedField(field, value(message, field));
      } else if (!field.getName().endsWith("page_token")) { // there is but one page
        message.setField(field, value(message, field));
      }
    }
    return message.build();
  }

  private static Object value(Message.Builder message, FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case INT -> 1;
      case LONG -> 1L;
      case FLOAT -> 1f;
      case DOUBLE -> 1d;
      case BOOLEAN -> true;
      case STRING -> TEXT;
      case BYTE_STRING -> ByteString.copyFromUtf8(TEXT);
      case ENUM -> second(field.getEnumType().getValues());
      case MESSAGE -> filled(message.newBuilderForField(field));
    };
  }

  /** The first one says that nothing was said. */
  private static EnumValueDescriptor second(List<EnumValueDescriptor> values) {
    return values.get(1);
  }

  private static final class Caller<Q, A> implements StreamObserver<Q> {
    private final StreamObserver<A> answer;
    private final A sample;
    private boolean missing;

    Caller(StreamObserver<A> answer, A sample) {
      this.answer = answer;
      this.sample = sample;
    }

    @Override
    public void onNext(Q request) {
      missing |= request.toString().contains(MISSING);
    }

    @Override
    public void onError(Throwable error) {
      // the caller went away
    }

    @Override
    public void onCompleted() {
      if (missing) {
        answer.onError(Status.NOT_FOUND.withDescription(MISSING).asRuntimeException());
      } else {
        answer.onNext(sample);
        answer.onCompleted();
      }
    }
  }
}
