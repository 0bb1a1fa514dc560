package io.optima.kv;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which way dependencies may point in libs/kv. */
@AnalyzeClasses(packages = "io.optima.kv", importOptions = DoNotIncludeTests.class)
class ArrowsTest {
  @ArchTest
  static final ArchRule knowsNoServiceAndNoEngine =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.optima.runtime..",
              "io.optima.query.duckdb..",
              "io.optima.query.sql..",
              "org.duckdb..",
              "org.springframework..",
              "io.dapr..",
              "io.grpc..");
}
