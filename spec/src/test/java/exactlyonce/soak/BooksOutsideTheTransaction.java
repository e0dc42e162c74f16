package exactlyonce.soak;

import java.sql.Connection;

/** A receiver whose effect and record are two transactions. */
public final class BooksOutsideTheTransaction {
  public static void main(String[] args) {
    SoakReceiver.run(
        args,
        (store, database) -> store.handlers((sender, session) -> (transaction, seq, payload) -> {
          try (Connection own = database.getConnection()) {
            return SoakReceiver.book(own, Order.parse(payload));
          }
        }));
  }
}
