package io.optima.query.publish;

import io.optima.model.dataset.CsvOptions;
import io.optima.model.dataset.Format;
import io.optima.model.schema.TableSchema;
import org.jspecify.annotations.Nullable;

/**
 * An upload: how its bytes are to be read and what becomes of them.
 *
 * @param csv only used with {@link Format#CSV}
 * @param schema that the rows must have; null when it is found out from the content
 */
public record PublishRequest(
    PublishTarget target, Format format, CsvOptions csv, @Nullable TableSchema schema) {}
