package exactlyonce.stress.clients;

import static exactlyonce.stress.exploration.Replay.note;

import exactlyonce.protocol.Requests;

/** A network that notes what is sent. */
class NotedRequests implements Requests<String> {
  @Override
  public final void data(long seq, String payload) {
    note("data-" + seq + "-" + payload);
  }

  @Override
  public final void check(long seq) {
    note("check-" + seq);
  }

  @Override
  public final void seal(long seq) {
    note("seal-" + seq);
  }
}
