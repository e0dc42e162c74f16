package exactlyonce.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.Statement;
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
      return ofObject(proxy, method, arguments, connection);
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
    return guarded((Connection) proxy, method, call(connection, method, arguments));
  }

  /**
   * What leads back to the connection, such as a statement, leads to the proxy; except what is
   * unwrapped, or of a type that only the caller knows.
   */
  private static @Nullable Object guarded(
      Connection proxy, Method method, @Nullable Object result) {
    if (result instanceof Connection) {
      return proxy;
    }
    Class<?> type = method.getReturnType();
    if (result == null || !leadsBack(result) || !type.isInterface()) {
      return result;
    }
    return Proxy.newProxyInstance(
        Connection.class.getClassLoader(),
        new Class<?>[] {type},
        (part, called, arguments) -> called.getDeclaringClass() == Object.class
            ? ofObject(part, called, arguments, result)
            : guarded(proxy, called, call(result, called, arguments)));
  }

  private static boolean leadsBack(Object result) {
    return result instanceof Statement
        || result instanceof ResultSet
        || result instanceof DatabaseMetaData;
  }

  private static @Nullable Object ofObject(
      Object proxy, Method method, Object @Nullable [] arguments, Object behind) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "in a handler's transaction: " + behind;
    };
  }

  private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
