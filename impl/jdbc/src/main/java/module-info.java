/**
 * Stores for exactly-once delivery in a relational database, on plain {@code java.sql}. The driver
 * and the connection pool are the application's.
 */
module exactlyonce.jdbc {
  requires transitive exactlyonce;
  requires transitive java.sql;
  requires static org.jspecify;

  exports exactlyonce.jdbc;
}
