package io.optima.store;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The store knows no framework, and its core no technology that keeps objects. */
@AnalyzeClasses(packages = "io.optima.store", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArrowsTest {
  @ArchTest
  static final ArchRule CORE_NAMES_NO_TECHNOLOGY =
      noClasses()
          .that()
          .resideInAPackage("io.optima.store")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.optima.store.*..", "software.amazon..");

  @ArchTest
  static final ArchRule ONLY_S3_KNOWS_AMAZON =
      classes()
          .that()
          .resideOutsideOfPackage("io.optima.store.s3")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "io.optima.model..",
              "io.optima.store..",
              "org.slf4j..",
              "org.jspecify..",
              "com.github.benmanes.caffeine.cache..",
              "com.fasterxml.jackson.annotation..",
              "tools.jackson..");

  @ArchTest
  static final ArchRule S3_AND_FILES_DO_NOT_KNOW_EACH_OTHER =
      noClasses()
          .that()
          .resideInAPackage("io.optima.store.s3")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.optima.store.file");
}
