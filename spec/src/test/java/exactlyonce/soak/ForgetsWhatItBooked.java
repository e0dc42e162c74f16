package exactlyonce.soak;

import exactlyonce.jdbc.JdbcReceiverStore;
import exactlyonce.protocol.Handler;
import exactlyonce.session.ForwardingReceiverStore;
import exactlyonce.session.HandlerFactory;
import exactlyonce.session.ReceiverStore;
import java.sql.Connection;
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
    return new ForwardingReceiverStore<>(store) {
      @Override
      public String deliver(
          long session, long seq, String payload, Handler<? super String, ? extends String> handler)
          throws Exception {
        return handler.handle(seq, payload);
      }
    };
  }
}
