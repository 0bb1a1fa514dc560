package io.optima.gateway.flight;

import io.optima.query.sql.SqlFeatures;
import java.util.Collection;
import org.apache.arrow.flight.sql.SqlInfoBuilder;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlNullOrdering;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedCaseSensitivity;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedTransaction;

/** What Flight SQL clients ask about this server. */
final class ServerInfo {
  private ServerInfo() {}

  static SqlInfoBuilder of(String version) {
    return new SqlInfoBuilder()
        .withFlightSqlServerName("Optima")
        .withFlightSqlServerVersion(version)
        .withFlightSqlServerArrowVersion("19.0.0")
        .withFlightSqlServerReadOnly(true)
        .withFlightSqlServerSql(true)
        .withFlightSqlServerSubstrait(false)
        .withFlightSqlServerCancel(false)
        .withFlightSqlServerBulkIngestion(true)
        .withFlightSqlServerBulkIngestionTransaction(false)
        .withFlightSqlServerTransaction(SqlSupportedTransaction.SQL_SUPPORTED_TRANSACTION_NONE)
        .withSqlTransactionsSupported(false)
        .withSqlDdlCatalog(false)
        .withSqlDdlSchema(false)
        .withSqlDdlTable(false)
        .withSqlAllTablesAreSelectable(true)
        .withSqlIdentifierCase(SqlSupportedCaseSensitivity.SQL_CASE_SENSITIVITY_CASE_INSENSITIVE)
        .withSqlIdentifierQuoteChar("\"")
        .withSqlQuotedIdentifierCase(
            SqlSupportedCaseSensitivity.SQL_CASE_SENSITIVITY_CASE_INSENSITIVE)
        .withSqlNullOrdering(SqlNullOrdering.SQL_NULLS_SORTED_AT_END)
        .withSqlCatalogTerm("catalog")
        .withSqlSchemaTerm("group")
        .withSqlSearchStringEscape("\\")
        .withSqlExtraNameCharacters(SqlFeatures.EXTRA_NAME_CHARACTERS)
        .withSqlKeywords(array(SqlFeatures.keywords()))
        .withSqlNumericFunctions(array(SqlFeatures.numericFunctions()))
        .withSqlStringFunctions(array(SqlFeatures.textFunctions()))
        .withSqlDatetimeFunctions(array(SqlFeatures.dateAndTimeFunctions()))
        .withSqlSystemFunctions(array(SqlFeatures.systemFunctions()));
  }

  private static String[] array(Collection<String> names) {
    return names.toArray(String[]::new);
  }
}
