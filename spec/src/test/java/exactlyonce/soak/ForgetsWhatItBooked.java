package exactlyonce.soak;

import exactlyonce.jdbc.JdbcReceiverStore;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Resolved;
import exactlyonce.session.HandlerFactory;
import exactlyonce.session.ReceiverStore;
import java.sql.Connection;
import java.util.Collection;
import javax.sql.DataSource;

/** A receiver that books, and confirms, but writes no record of it. */
public final class ForgetsWhatItBooked implements SoakReceiver.Booking {
  public static void main(String[] args) {
    SoakReceiver.run(args, new ForgetsWhatItBooked());
  }

  @Override
  public HandlerFactory<String, String> handlers(
      JdbcReceiverStore<String, String> store, DataSource database) {
    return (sender, session) -> (seq, payload) -> {
      try (Connection own = database.getConnection()) {
        return SoakReceiver.book(own, Order.parse(payload));
      }
    };
  }

  @Override
  public ReceiverStore<String, String> records(JdbcReceiverStore<String, String> store) {
    return new ReceiverStore<>() {
      @Override
      public Collection<Stored<String>> load() {
        return store.load();
      }

      @Override
      public Stored<String> load(long session) {
        return store.load(session);
      }

      @Override
      public void opened(Session session) {
        store.opened(session);
      }

      @Override
      public String deliver(
          long session, long seq, String payload, Handler<? super String, ? extends String> handler)
          throws Exception {
        return handler.handle(seq, payload);
      }

      @Override
      public Resolved<String> rejected(long session, long seq, String reason) throws Exception {
        return store.rejected(session, seq, reason);
      }

      @Override
      public boolean sealed(long session, long seq) {
        return store.sealed(session, seq);
      }

      @Override
      public void over(long session) {
        store.over(session);
      }
    };
  }
}
