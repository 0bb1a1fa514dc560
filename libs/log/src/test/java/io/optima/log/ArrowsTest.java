package io.optima.log;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The journal needs values and a logger; its core needs neither threads nor files. */
@AnalyzeClasses(packages = "io.optima.log", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArrowsTest {
  @ArchTest
  static final ArchRule LITTLE_IS_NEEDED =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "io.optima.model..", "io.optima.log..", "org.slf4j..", "org.jspecify..");

  @ArchTest
  static final ArchRule ONLY_FILES_KNOW_FILES =
      noClasses()
          .that()
          .resideInAPackage("io.optima.log")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.optima.log.file", "java.nio.file");

  @ArchTest
  static final ArchRule THE_CORE_HAS_NO_THREADS_AND_NO_CLOCK =
      noClasses()
          .that()
          .haveNameMatching(
              "io\\.optima\\.log\\.(JournalCore|Group|Partition|SegmentSupply|Checkpoints|Recovery).*")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.lang\\.Thread|java\\.util\\.concurrent\\.(Executor|locks).*|java\\.time\\.Clock")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");
}
