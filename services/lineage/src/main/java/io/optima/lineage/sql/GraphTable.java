package io.optima.lineage.sql;

import io.optima.lineage.Part;
import io.optima.lineage.Part.ColumnLink;
import io.optima.lineage.Part.Link;
import io.optima.model.DatasetName;
import io.optima.model.Principal;
import io.optima.model.lineage.Graph;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nodes and links. */
final class GraphTable {
  private static final RowMapper<Graph.Node> NODE =
      (row, _) ->
          new Graph.Node(
              row.getString("id"),
              Graph.Type.valueOf(row.getString("type")),
              row.getString("label"),
              row.getString("content"));

  private static final RowMapper<Link> LINK =
      (row, _) -> new Link(row.getString("source"), row.getString("target"));

  private static final RowMapper<ColumnLink> COLUMN =
      (row, _) ->
          new ColumnLink(
              row.getString("source"),
              row.getString("target"),
              row.getString("from_column"),
              row.getString("to_column"),
              row.getString("via"));

  /** Owner of what no log tells. */
  static final String NOBODY = "";

  /** Adds what is new of the part; the number of rows that were. */
  int add(JdbcClient sql, Part part, String owner) {
    int added = 0;
    for (Graph.Node node : part.nodes()) {
      added += node(sql, node, owner);
    }
    for (Link link : part.links()) {
      added += link(sql, link, owner);
    }
    for (ColumnLink column : part.columns()) {
      added += column(sql, column, NOBODY);
    }
    return added;
  }

  private static int node(JdbcClient sql, Graph.Node node, String owner) {
    return sql.sql(
            "INSERT INTO node (id, type, label, content, owner) VALUES (?, ?, ?, ?, ?)"
                + " ON CONFLICT DO NOTHING")
        .params(node.id(), node.type().name(), node.label(), node.content(), owner)
        .update();
  }

  private static int link(JdbcClient sql, Link link, String owner) {
    return sql.sql(
            "INSERT INTO link (source, target, owner) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        .params(link.source(), link.target(), owner)
        .update();
  }

  private static int column(JdbcClient sql, ColumnLink column, String owner) {
    return sql.sql(
            "INSERT INTO column_link (source, target, from_column, to_column, via, owner)"
                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .params(column.source(), column.target(), column.from(), column.to(), column.via(), owner)
        .update();
  }

  /** Replaces what the reports about a subject had come to. */
  void replace(JdbcClient sql, String subject, Part part) {
    sql.sql("DELETE FROM link WHERE owner = ?").param(subject).update();
    sql.sql("DELETE FROM column_link WHERE owner = ?").param(subject).update();
    sql.sql("DELETE FROM node WHERE id = ?").param(subject).update();
    part.nodes().forEach(node -> node(sql, node, NOBODY));
    part.links().forEach(link -> link(sql, link, subject));
    part.columns().forEach(column -> column(sql, column, subject));
  }

  void remove(JdbcClient sql, DatasetName owner) {
    sql.sql("DELETE FROM link WHERE owner = ?").param(owner.toString()).update();
    sql.sql("DELETE FROM node WHERE owner = ?").param(owner.toString()).update();
  }

  List<Graph.Node> nodes(JdbcClient sql, Principal caller, Collection<String> ids) {
    String visible =
        caller.isAdmin()
            ? ""
            : " AND (n.owner = '' OR EXISTS (SELECT 1 FROM access a WHERE a.name = n.owner"
                + " AND a.principal IN (:caller, '*')))";
    return Pieces.of(
        ids,
        piece ->
            sql.sql(
                    "SELECT n.id, n.type, n.label, n.content FROM node n WHERE n.id IN (:ids)"
                        + visible)
                .param("ids", piece)
                .param("caller", caller.name())
                .query(NODE)
                .list());
  }

  List<Link> linksInto(JdbcClient sql, Collection<String> targets) {
    return select(
        sql, "SELECT source, target FROM link WHERE target IN (:ids) ORDER BY 1, 2", targets, LINK);
  }

  List<Link> linksFrom(JdbcClient sql, Collection<String> sources) {
    return select(
        sql, "SELECT source, target FROM link WHERE source IN (:ids) ORDER BY 1, 2", sources, LINK);
  }

  List<ColumnLink> columnsInto(JdbcClient sql, Collection<String> targets) {
    return select(
        sql,
        "SELECT * FROM column_link WHERE target IN (:ids) ORDER BY 1, 2, 3, 4, 5",
        targets,
        COLUMN);
  }

  List<ColumnLink> columnsFrom(JdbcClient sql, Collection<String> sources) {
    return select(
        sql,
        "SELECT * FROM column_link WHERE source IN (:ids) ORDER BY 1, 2, 3, 4, 5",
        sources,
        COLUMN);
  }

  private static <T> List<T> select(
      JdbcClient sql, String query, Collection<String> ids, RowMapper<T> mapper) {
    return Pieces.of(ids, piece -> sql.sql(query).param("ids", piece).query(mapper).list());
  }
}
