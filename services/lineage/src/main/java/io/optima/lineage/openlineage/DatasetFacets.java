package io.optima.lineage.openlineage;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.ColumnLineageDatasetFacet;
import io.openlineage.client.OpenLineage.InputField;
import io.openlineage.client.OpenLineage.OutputDatasetOutputFacets;
import io.openlineage.client.OpenLineage.SchemaDatasetFacet;
import io.optima.model.dataset.Version;
import io.optima.model.lineage.ColumnLineage;
import io.optima.model.schema.TableSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What OpenLineage knows of a version: number, schema, size and where its columns come from. */
final class DatasetFacets {
  private final OpenLineage form;
  private final String namespace;

  DatasetFacets(OpenLineage form, String namespace) {
    this.form = form;
    this.namespace = namespace;
  }

  OpenLineage.DatasetFacets of(Version version, List<ColumnLineage> columns) {
    OpenLineage.DatasetFacetsBuilder facets =
        form.newDatasetFacetsBuilder()
            .version(form.newDatasetVersionDatasetFacet(Long.toString(version.number())));
    TableSchema schema = version.schema();
    if (schema != null) {
      facets.schema(schema(schema));
    }
    if (!columns.isEmpty()) {
      facets.columnLineage(lineage(columns));
    }
    return facets.build();
  }

  OutputDatasetOutputFacets statistics(Version version) {
    return form.newOutputDatasetOutputFacetsBuilder()
        .outputStatistics(
            form.newOutputStatisticsOutputDatasetFacet(
                version.rows(), version.bytes(), (long) version.chunks()))
        .build();
  }

  private SchemaDatasetFacet schema(TableSchema schema) {
    return form.newSchemaDatasetFacet(
        schema.fields().stream()
            .map(
                field ->
                    form.newSchemaDatasetFacetFieldsBuilder()
                        .name(field.name())
                        .type(field.type().text())
                        .build())
            .toList());
  }

  private ColumnLineageDatasetFacet lineage(List<ColumnLineage> columns) {
    Map<String, List<InputField>> byOutput =
        columns.stream()
            .collect(
                Collectors.groupingBy(
                    ColumnLineage::output,
                    LinkedHashMap::new,
                    Collectors.mapping(this::source, Collectors.toList())));
    OpenLineage.ColumnLineageDatasetFacetFieldsBuilder fields =
        form.newColumnLineageDatasetFacetFieldsBuilder();
    List<InputField> whole = byOutput.getOrDefault("", List.of());
    byOutput.remove("");
    byOutput.forEach(
        (output, sources) ->
            fields.put(
                output,
                form.newColumnLineageDatasetFacetFieldsAdditionalBuilder()
                    .inputFields(sources)
                    .build()));
    return form.newColumnLineageDatasetFacet(fields.build(), whole);
  }

  private InputField source(ColumnLineage column) {
    boolean filter = column.via().equals("FILTER");
    String subtype =
        filter ? "FILTER" : column.via().equals("IDENTITY") ? "IDENTITY" : "TRANSFORMATION";
    return form.newInputFieldBuilder()
        .namespace(namespace)
        .name(column.input().toString())
        .field(column.column())
        .transformations(
            List.of(
                form.newInputFieldTransformationsBuilder()
                    .type(filter ? "INDIRECT" : "DIRECT")
                    .subtype(subtype)
                    .build()))
        .build();
  }
}
