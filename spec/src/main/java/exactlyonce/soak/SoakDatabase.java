package exactlyonce.soak;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.h2.jdbcx.JdbcConnectionPool;
import org.postgresql.ds.PGConnectionPoolDataSource;
import org.sqlite.javax.SQLiteConnectionPoolDataSource;

/**
 * Where one side keeps its tables.
 *
 * @param url of H2, SQLite or PostgreSQL
 * @param schema in PostgreSQL, a schema of its own; empty in a file, where the database is its own
 */
record SoakDatabase(String url, String schema) {
  private static final String POSTGRES = "jdbc:postgresql:";
  static final String SQLITE = "jdbc:sqlite:";
  private static final int SOCKET_SECONDS = 60;

  static boolean isPostgres(String url) {
    return url.startsWith(POSTGRES);
  }

  /** As arguments of a child. */
  List<String> arguments() {
    return List.of(url, schema);
  }

  /** Opens it. H2 lets one process at a time do so. */
  JdbcConnectionPool open() {
    return open(schema);
  }

  private JdbcConnectionPool open(String currentSchema) {
    if (url.startsWith(SQLITE)) {
      SQLiteConnectionPoolDataSource source = new SQLiteConnectionPoolDataSource();
      source.setUrl(url);
      return JdbcConnectionPool.create(source);
    }
    if (!isPostgres(url)) {
      return JdbcConnectionPool.create(url, "", "");
    }
    PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
    source.setUrl(url);
    if (!currentSchema.isEmpty()) {
      source.setCurrentSchema(currentSchema);
    }
    source.setSocketTimeout(SOCKET_SECONDS);
    return JdbcConnectionPool.create(source);
  }

  /** Creates the schema. */
  void create() throws SQLException {
    if (!schema.isEmpty()) {
      execute("CREATE SCHEMA " + schema);
    }
  }

  /** Deletes the schema with all that it holds. */
  void drop() throws SQLException {
    if (!schema.isEmpty()) {
      execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    }
  }

  private void execute(String sql) throws SQLException {
    JdbcConnectionPool pool = open("");
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } finally {
      pool.dispose();
    }
  }
}
