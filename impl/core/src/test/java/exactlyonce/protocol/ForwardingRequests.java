package exactlyonce.protocol;

/** Forwards all requests; to be overridden in one place. */
public class ForwardingRequests<P> implements Requests<P> {
  private final Requests<P> requests;

  public ForwardingRequests(Requests<P> requests) {
    this.requests = requests;
  }

  @Override
  public void data(long seq, P payload) {
    requests.data(seq, payload);
  }

  @Override
  public void check(long seq) {
    requests.check(seq);
  }

  @Override
  public void seal(long seq) {
    requests.seal(seq);
  }
}
