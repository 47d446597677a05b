// The JDBC driver of Flight SQL, as people use it: one question a run, each row of the answer on a line, cells
// joined by '|'. Arguments: JDBC address, then
//   query SQL                rows, behind a line with names and types of their columns
//   prepared SQL VALUE...    one prepared statement, run with each value (a whole number, or a text)
//   metadata                 what JDBC tells of the server, its schemas, tables, columns, keys and types
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;

public final class AskJdbc {
  private static String head(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      text.append(i > 1 ? "|" : "").append(columns.getColumnName(i)).append(' ').append(columns.getColumnTypeName(i));
    }
    return text.toString();
  }

  private static void print(String label, ResultSet rows) throws SQLException {
    int count = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      StringBuilder text = new StringBuilder(label);
      for (int i = 1; i <= count; i++) {
        text.append(i > 1 ? "|" : "").append(rows.getString(i));
      }
      System.out.println(text);
    }
    rows.close();
  }

  private static void metadata(Connection connection) throws SQLException {
    DatabaseMetaData data = connection.getMetaData();
    System.out.println("product " + data.getDatabaseProductName() + (data.isReadOnly() ? ", read only" : ""));
    System.out.println("quote " + data.getIdentifierQuoteString());
    System.out.println("transactions " + data.supportsTransactions());
    print("catalog ", data.getCatalogs());
    print("schema ", data.getSchemas());
    print("table type ", data.getTableTypes());
    print("key ", data.getPrimaryKeys(null, null, "ledgers_row_v2"));
    print("foreign ", data.getImportedKeys(null, null, "ledgers_row_v2"));
    print("type ", data.getTypeInfo());
    try (ResultSet tables = data.getTables(null, null, "%", new String[] {"TABLE"})) {
      while (tables.next()) {
        System.out.println("table " + tables.getString("TABLE_NAME"));
      }
    }
    try (ResultSet columns = data.getColumns(null, "bronze", "ledgers_row_v2", null)) {
      while (columns.next()) {
        System.out.println("column " + columns.getString("COLUMN_NAME") + " " + columns.getString("TYPE_NAME"));
      }
    }
  }

  public static void main(String[] words) throws SQLException {
    try (Connection connection = DriverManager.getConnection(words[0])) {
      if (words[1].equals("query")) {
        try (Statement statement = connection.createStatement()) {
          ResultSet rows = statement.executeQuery(words[2]);
          System.out.println(head(rows));
          print("", rows);
        }
      } else if (words[1].equals("prepared")) {
        try (PreparedStatement statement = connection.prepareStatement(words[2])) {
          for (int i = 3; i < words.length; i++) {
            if (words[i].matches("-?[0-9]+")) {
              statement.setLong(1, Long.parseLong(words[i]));
            } else {
              statement.setString(1, words[i]);
            }
            print("", statement.executeQuery());
          }
        }
      } else {
        metadata(connection);
      }
    } catch (SQLException error) {
      System.out.println("error " + error.getMessage().replace('\n', ' '));
    }
  }
}
