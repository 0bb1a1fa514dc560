package io.optima.query.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.DigestAlgorithm;
import io.optima.model.Principal;
import io.optima.model.dataset.CsvOptions;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Format;
import io.optima.model.dataset.Mode;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.query.export.Exporter;
import io.optima.query.secure.OwnersAndReaders;
import io.optima.query.secure.ReadSettings;
import io.optima.query.secure.Relations;
import io.optima.query.secure.SecuredRelation;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was exported is the same dataset when it is published again. */
class RoundTripTest extends PublishTest {
  private static final String EVERY_TYPE =
      """
      select i::tinyint as i8, i::smallint as i16, i::int as i32, i::bigint as i64,
        i::utinyint as u8, i::usmallint as u16, i::uinteger as u32,
        18446744073709551615::ubigint as u64, (i / 7)::float as f32, (i / 7)::double as f64,
        if(i % 2 = 0, 'nan', '-inf')::double as odd, (-0.0)::double as zero,
        (i * 1.5)::decimal(4, 1) as d4, -i::decimal(18, 3) as d18,
        99999999999999999999999999999999999999::decimal(38, 0) as d38,
        i % 2 = 0 as bool,
        case i % 4 when 0 then null when 1 then '' when 2 then 'a"b,c\nd' else 'text ä ' || i end as utf8,
        if(i % 3 = 0, null, unhex('00ff' || '0' || i % 10)) as bin,
        date '1900-01-01' + i::int as day, time '23:59:59.999999' as clock,
        timestamp '1969-12-31 23:59:59.999999' + to_days(i::int) as moment,
        '2020-01-01 00:00:00.123456789'::timestamp_ns as nanos,
        timestamptz '2020-06-01 12:00:00+02' as utc,
        to_months(i::int) + to_days(2) + to_microseconds(-1) as span,
        if(i % 5 = 0, null, [i, null, i + 1]) as list, {'a': i, 'b c': ['x', null]} as struct,
        map {'k' || i: i, 'l': null} as map, null as nothing,
        [interval 1 day, null] as spans, {'s': interval 1 month, 'n': [1.5::decimal(9,2)]} as deep
      from range(100) t(i) order by i
      """;

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"CSV", "JSON", "PARQUET", "ARROW"})
  void exportedRowsHaveTheSameId(Format format) throws Exception {
    DatasetName dataset = create("round/trip", DigestAlgorithm.SHA256);
    Committed first;
    try (SampleFiles files = new SampleFiles(home, allocator)) {
      first = publish(dataset, Format.ARROW, files.arrow(EVERY_TYPE, 40));
    }
    byte[] exported = exported(dataset, format);
    Committed again = publish(dataset, Mode.REPLACE, format, first.version().schema(), exported);
    assertThat(again.version()).isEqualTo(first.version());
    assertThat(again.unchanged()).isTrue();
    if (format == Format.PARQUET || format == Format.ARROW) {
      assertThat(publish(dataset, format, exported).unchanged()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"CSV", "JSON", "PARQUET", "ARROW"})
  void soDoTablesWithoutRows(Format format) throws Exception {
    DatasetName dataset = create("round/none");
    Committed first;
    try (SampleFiles files = new SampleFiles(home, allocator)) {
      first = publish(dataset, Format.ARROW, files.arrow("from (" + EVERY_TYPE + ") limit 0", 40));
    }
    byte[] exported = exported(dataset, format);
    assertThat(
            publish(dataset, Mode.REPLACE, format, first.version().schema(), exported).unchanged())
        .isTrue();
  }

  private byte[] exported(DatasetName dataset, Format format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Relations relations =
            new Relations(store(), new OwnersAndReaders(), ReadSettings.in(home));
        Exporter exporter =
            new Exporter(new DuckDbSettings(1L << 29, 2, home.resolve("export")), allocator);
        SecuredRelation relation =
            relations.open(
                new Principal(OWNER.principal(), Set.of()), DatasetRef.latest(dataset))) {
      exporter.export(relation, List.of(), 0, 0, format, CsvOptions.DETECT, bytes);
    }
    return bytes.toByteArray();
  }
}
