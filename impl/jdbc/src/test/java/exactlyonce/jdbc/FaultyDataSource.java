package exactlyonce.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * The connections of one process, to a database that outlives it. Counts the statements and commits,
 * and makes one of them fail.
 */
final class FaultyDataSource {
  /** What happens at the step. */
  enum Fault {
    /** The process is killed before the database gets the statement or commit. */
    DIES_BEFORE,
    /** The process is killed after the database has done it. */
    DIES_AFTER,
    /** The connection is lost before the database gets it, and the transaction is rolled back. */
    NOT_DONE,
    /** The connection is lost after the database has done it. */
    ANSWER_LOST;

    boolean kills() {
      return this == DIES_BEFORE || this == DIES_AFTER;
    }

    boolean isBefore() {
      return this == DIES_BEFORE || this == NOT_DONE;
    }
  }

  /** Ends everything that the process does. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private static final String CONNECTION_LOST = "08006";

  private final DataSource database;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private Fault fault = Fault.NOT_DONE;
  private String sqlState = CONNECTION_LOST;
  private int faultyStep;
  private int steps;
  private volatile boolean dead;

  /** Creates connections without faults. */
  FaultyDataSource(DataSource database) {
    this.database = database;
  }

  /**
   * Starts to count again.
   *
   * @param step the number of the step that fails, from 1; 0 for none
   */
  void fail(Fault newFault, int step) {
    fail(newFault, step, CONNECTION_LOST);
  }

  /** The same, with the SQLState that the driver reports. */
  void fail(Fault newFault, int step, String newSqlState) {
    fault = newFault;
    sqlState = newSqlState;
    faultyStep = step;
    steps = 0;
  }

  /** Returns how many statements and commits there were. */
  int steps() {
    return steps;
  }

  /** Starts the process again. */
  void restart() {
    dead = false;
  }

  DataSource dataSource() {
    return proxy(DataSource.class, (proxy, method, arguments) -> {
      requireAlive();
      Object result = invoke(database, method, arguments);
      return result instanceof Connection connection ? connection(connection) : result;
    });
  }

  private Connection connection(Connection connection) {
    open.add(connection);
    return proxy(Connection.class, (proxy, method, arguments) -> {
      requireAlive();
      String name = method.getName();
      if (!open.contains(connection)) {
        if (name.equals("close") || name.equals("abort")) {
          return null;
        }
        throw lost();
      }
      if (name.equals("close")) {
        open.remove(connection);
      }
      Object result = name.equals("commit")
          ? step(connection, connection, method, arguments)
          : invoke(connection, method, arguments);
      return result instanceof Statement statement
          ? statement(connection, statement, method.getReturnType())
          : result;
    });
  }

  private Object statement(Connection connection, Statement statement, Class<?> type) {
    return proxy(type, (proxy, method, arguments) -> {
      if (method.getName().equals("close")) {
        return invoke(statement, method, arguments);
      }
      requireAlive();
      return method.getName().startsWith("execute")
          ? step(connection, statement, method, arguments)
          : invoke(statement, method, arguments);
    });
  }

  private Object step(Connection connection, Object target, Method method, Object[] arguments)
      throws Throwable {
    if (++steps != faultyStep) {
      return invoke(target, method, arguments);
    }
    if (!fault.isBefore()) {
      try {
        invoke(target, method, arguments);
      } catch (SQLException e) {
        // The database has refused it, and nobody learns that.
      }
    }
    dead = fault.kills();
    for (Connection each : dead ? Set.copyOf(open) : Set.of(connection)) {
      open.remove(each);
      each.rollback(); // as the database does when a client vanishes
      each.close();
    }
    requireAlive();
    throw lost();
  }

  private void requireAlive() {
    if (dead) {
      throw new Killed();
    }
  }

  private SQLException lost() {
    return new SQLException("connection lost (simulated)", sqlState);
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(
        FaultyDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
