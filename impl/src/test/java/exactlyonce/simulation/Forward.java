package exactlyonce.simulation;

import exactlyonce.protocol.Requests;

/** Passes all requests on, for overriding one. */
class Forward implements Requests<Message> {
  private final Requests<Message> requests;

  Forward(Requests<Message> requests) {
    this.requests = requests;
  }

  @Override
  public void data(long seq, Message payload) {
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
