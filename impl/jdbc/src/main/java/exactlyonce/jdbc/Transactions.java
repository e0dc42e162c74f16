package exactlyonce.jdbc;

import exactlyonce.protocol.CommitUnknownException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs transactions, each on a connection of its own. Thread-safe. */
final class Transactions {
  /** What happens in a transaction. An exception rolls it back. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws Exception;
  }

  /** The same, without a result. */
  @FunctionalInterface
  interface Action {
    void run(Connection connection) throws SQLException;
  }

  private final DataSource source;

  Transactions(DataSource source) {
    this.source = source;
  }

  /**
   * Runs a transaction whose failure is a failure of the store.
   *
   * @throws JdbcStoreException if it was rolled back, or it is not known whether it was committed
   */
  <T> T run(String what, Work<T> work) {
    try {
      return run(work);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new JdbcStoreException(what + ": " + e.getMessage(), e);
    }
  }

  /** As above, without a result. */
  void execute(String what, Action action) {
    run(what, connection -> {
      action.run(connection);
      return what;
    });
  }

  /**
   * Runs a transaction.
   *
   * @throws CommitUnknownException if it is not known whether it was committed
   * @throws Exception any other, from the work or the database: it was rolled back
   */
  <T> T run(Work<T> work) throws Exception {
    Connection connection = source.getConnection();
    boolean autoCommit = false;
    boolean committed = false;
    try {
      autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      T result = work.run(connection);
      commit(connection);
      committed = true;
      return result;
    } finally {
      release(connection, committed, autoCommit);
    }
  }

  private static void commit(Connection connection) throws Exception {
    try {
      connection.commit();
    } catch (SQLException e) {
      if (isRolledBack(e)) {
        throw e;
      }
      throw unknown(e);
    } catch (RuntimeException e) {
      throw unknown(e);
    }
  }

  private static CommitUnknownException unknown(Exception e) {
    return new CommitUnknownException("the outcome of a commit is unknown: " + e.getMessage(), e);
  }

  /**
   * Returns whether a failed commit certainly had no effect. Class 23 is a deferred constraint, class
   * 40 a rollback (deadlock, serialization), except that 40003 says "completion unknown".
   */
  private static boolean isRolledBack(SQLException e) {
    String state = e.getSQLState();
    return state != null
        && (state.startsWith("23") || (state.startsWith("40") && !state.equals("40003")));
  }

  /**
   * Gives the connection back. Nothing here changes what became of the transaction. So a failure is
   * not reported, but the connection must not be used again, nor may the switch to auto-commit
   * commit what was not rolled back.
   */
  private static void release(Connection connection, boolean committed, boolean autoCommit) {
    try {
      if (!committed) {
        connection.rollback();
      }
      connection.setAutoCommit(autoCommit);
    } catch (SQLException | RuntimeException e) {
      abort(connection);
    }
    try {
      connection.close();
    } catch (SQLException | RuntimeException e) {
      // The pool or the driver has given it up.
    }
  }

  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException | RuntimeException e) {
      // It is as broken as it can be.
    }
  }
}
