package chat.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the package comments promise. */
@AnalyzeClasses(packages = "chat.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class ImportDirectionTest {
  @ArchTest
  static final ArchRule generated_classes_and_grpc_stay_in_the_client =
      noClasses()
          .that()
          .resideOutsideOfPackage("chat.cli.client")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("chat.proto..", "io.grpc..", "com.google.protobuf..");

  @ArchTest
  static final ArchRule the_kubernetes_client_stays_in_its_package =
      noClasses()
          .that()
          .resideOutsideOfPackage("chat.cli.kubernetes")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..");

  @ArchTest
  static final ArchRule only_commands_know_commands =
      noClasses()
          .that()
          .resideInAnyPackage(
              "chat.cli.client",
              "chat.cli.kubernetes",
              "chat.cli.local",
              "chat.cli.profile",
              "chat.cli.output")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("chat.cli.command", "picocli..");

  @ArchTest
  static final ArchRule no_packages_in_a_circle =
      slices().matching("chat.cli.(*)..").should().beFreeOfCycles();
}
