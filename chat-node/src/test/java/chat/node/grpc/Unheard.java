package chat.node.grpc;

import io.grpc.stub.StreamObserver;

/** A stream of which a test wants to know nothing, or only what it overrides. */
class Unheard<T> implements StreamObserver<T> {
  @Override
  public void onNext(T next) {}

  @Override
  public void onError(Throwable failure) {}

  @Override
  public void onCompleted() {}
}
