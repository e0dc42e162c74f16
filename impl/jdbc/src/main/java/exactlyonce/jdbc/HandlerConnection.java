package exactlyonce.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connection that a handler is given: it can do everything but end the transaction. */
final class HandlerConnection implements InvocationHandler {
  private static final Set<String> REFUSED = Set.of(
      "abort",
      "beginRequest",
      "close",
      "commit",
      "endRequest",
      "setAutoCommit",
      "setReadOnly",
      "setTransactionIsolation",
      "unwrap");

  private final Connection connection;
  private volatile boolean over;

  HandlerConnection(Connection connection) {
    this.connection = connection;
  }

  Connection proxy() {
    return (Connection) Proxy.newProxyInstance(
        Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
  }

  /** To be called when the handler has returned. */
  void end() {
    over = true;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    String name = method.getName();
    if (method.getDeclaringClass() == Object.class) {
      return switch (name) {
        case "equals" -> arguments != null && proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> "transaction of " + connection;
      };
    }
    if (over && !name.equals("isClosed")) {
      throw new IllegalStateException(
          name + ": the handler has returned, and its transaction is over");
    }
    boolean rollsBack = name.equals("rollback") && arguments == null; // not to a savepoint
    if (rollsBack || REFUSED.contains(name)) {
      throw new IllegalStateException(
          name + ": the transaction belongs to the store; throw an exception to roll it back");
    }
    if (over) {
      return true;
    }
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
