package blotter.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.access.AnyCaller;
import blotter.platform.access.Needs;
import blotter.platform.access.Public;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.annotation.Annotation;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("blotter");

    /// From top to bottom.
    private static final List<String> NEIGHBOURHOODS = List.of("app", "tools", "register", "people", "platform");

    /// Other classes that contain SQL.
    private static final Set<String> ALSO_STORES = Set.of(
            // Stores with more specific names.
            "blotter.people.audit.AuditLog",
            "blotter.people.audit.Forwarding",
            "blotter.people.audit.Seals",
            "blotter.people.audit.Verification",
            "blotter.people.authentication.SigningKeys",
            "blotter.people.authentication.PersonalTokens",
            "blotter.people.authentication.RefreshTokens",
            "blotter.people.authentication.ServiceAccounts",
            "blotter.register.tag.Tags",
            "blotter.register.tagging.TagUses",
            // Reads rows and builds statements for stores.
            "blotter.register.change.EntryRows",
            // Checks that the database responds.
            "blotter.app.server.Health");

    private static final DescribedPredicate<JavaClass> NO_STORE = DescribedPredicate.describe(
            "are no stores",
            type -> !isOutermost(type, "Store")
                    && !ALSO_STORES.contains(outermost(type))
                    // Create connections, and start the server.
                    && !Set.of("blotter.platform.database", "blotter.platform.embedded")
                            .contains(type.getPackageName()));

    /// Types that begin a transaction and pass it to stores.
    private static final Set<String> TRANSACTION_TYPES = Set.of(
            "org.jdbi.v3.core.Handle",
            "org.jdbi.v3.core.Jdbi",
            "org.jdbi.v3.core.HandleCallback",
            "org.jdbi.v3.core.HandleConsumer");

    /// Methods of a handle that do not run SQL.
    private static final Set<String> TRANSACTION_METHODS =
            Set.of("begin", "rollback", "isInTransaction", "afterCommit", "afterRollback");

    /// Classes that may read the system's wall clock, for timestamps.
    private static final Set<String> USES_WALL_CLOCK = Set.of(
            // The command line, whose time tests do not change.
            "blotter.app.cli.RegisterAdministration",
            "blotter.platform.embedded.FolderLock",
            // Time-ordered ids.
            "blotter.platform.json.Uuids");

    private static final DescribedPredicate<JavaClass> THE_EDGE = DescribedPredicate.describe(
            "the edge (resources and what they do alike, filters, mappers, server, http, cli)",
            type -> isOutermost(type, "Resource", "Operations", "Mappers")
                    || Set.of("blotter.app.server", "blotter.platform.http", "blotter.app.cli")
                            .contains(type.getPackageName())
                    || Set.of(
                                    // The filter and its dependency, which must be proxies.
                                    "blotter.people.authentication.Authentication",
                                    "blotter.people.authentication.Callers",
                                    // Stores JAX-RS responses.
                                    "blotter.platform.idempotency.Transactions")
                            .contains(outermost(type)));

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("blotter.(*).(*)..")
                .should()
                .beFreeOfCycles()
                .because("packages that depend on each other are really one package"));
    }

    @Test
    void neighbourhoodsUseOnlyThoseBelow() {
        for (int i = 1; i < NEIGHBOURHOODS.size(); i++) {
            var above = NEIGHBOURHOODS.subList(0, i).stream()
                    .map(name -> "blotter." + name + "..")
                    .toArray(String[]::new);
            check(noClasses()
                    .that(resideInAPackage("blotter." + NEIGHBOURHOODS.get(i) + ".."))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(above))
                    .because("lower neighbourhoods must be understandable and testable without higher ones"));
        }
    }

    @Test
    void everyPackageLivesInANeighbourhood() {
        var rooms =
                NEIGHBOURHOODS.stream().map(name -> "blotter." + name + ".*..").toArray(String[]::new);
        check(classes()
                .that()
                .doNotHaveSimpleName("package-info")
                .should()
                .resideInAnyPackage(rooms)
                .because("no rule would limit the dependencies of a package outside the neighbourhoods"));
    }

    @Test
    void onlyStoresTouchSql() {
        check(noClasses()
                .that(NO_STORE)
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.jdbi..", "java.sql..", "javax.sql..", "org.postgresql..")
                        .and(DescribedPredicate.describe("", type -> !TRANSACTION_TYPES.contains(type.getName())))
                        .as("read rows or build statements"))
                .because("each statement belongs into the store of its table, where readers look for it"));
    }

    @Test
    void onlyStoresRunStatementsOnAHandle() {
        check(noClasses()
                .that(NO_STORE)
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "the method is one of Handle that runs SQL",
                        call -> call.getTargetOwner().getName().equals("org.jdbi.v3.core.Handle")
                                && !TRANSACTION_METHODS.contains(
                                        call.getTarget().getName())))
                .because("others may pass a transaction on, but its statements belong into stores"));
    }

    @Test
    void exceptionsToOnlyStoresStillExist() {
        assertThat(ALSO_STORES.stream().filter(name -> !HOUSE.contain(name)))
                .as("an obsolete exception would apply to a new class with the same name")
                .isEmpty();
    }

    @Test
    void onlyTheEdgeKnowsTheFramework() {
        check(noClasses()
                .that(DescribedPredicate.not(THE_EDGE))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "jakarta..", "io.quarkus..", "org.jboss.resteasy..", "io.smallrye..", "io.vertx.."))
                .because("the register must outlive its web framework, and be testable without it"));
    }

    @Test
    void everyOperationDeclaresItsPermission() {
        check(methods()
                .that(DescribedPredicate.describe("are operations", HouseRulesTest::isOperation))
                .should(haveExactlyOneOf(List.of(Needs.class, AnyCaller.class, Public.class)))
                .because("an operation without a declaration would be open to everyone or to no one"));
    }

    @Test
    void onlyResourcesHaveOperations() {
        check(methods()
                .that(DescribedPredicate.describe("are operations", HouseRulesTest::isOperation))
                .should()
                .beDeclaredInClassesThat()
                .haveSimpleNameEndingWith("Resource")
                .because("readers look for operations in resources"));
    }

    @Test
    void nothingIsInjectedIntoFields() {
        check(fields().should()
                .notBeAnnotatedWith("jakarta.inject.Inject")
                .andShould()
                .notBeAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .because("a constructor creates a complete object, and tests can call it"));
    }

    @Test
    void everyPackageIsNullMarked() {
        var unmarked = HOUSE.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(each -> !each.getClasses().isEmpty() && !each.isAnnotatedWith(NullMarked.class))
                .map(each -> each.getName())
                .sorted();
        assertThat(unmarked)
                .as("NullAway does not check packages without @NullMarked")
                .isEmpty();
    }

    @Test
    void onlyTheCommandLinePrints() {
        check(noClasses()
                .that(DescribedPredicate.not(resideInAPackage("blotter.app.cli")))
                .should()
                .accessField(System.class, "out")
                .because("the server writes to its log; standard output is for results of commands"));
    }

    @Test
    void classesAreFinalOrDesignedForInheritance() {
        check(classes()
                .that(DescribedPredicate.describe(
                        "are classes outside the edge",
                        type -> !type.isInterface()
                                && !type.isEnum()
                                && !type.isRecord()
                                && !type.isAnonymousClass()
                                && !THE_EDGE.test(type)
                                && !type.getName().contains("package-info")
                                && !type.getName().contains("$$")))
                .should()
                .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
                .because("a class must be designed for inheritance or prohibit it"));
    }

    @Test
    void durationsAreMeasuredWithAMonotonicClock() {
        check(noClasses()
                .that(DescribedPredicate.describe(
                        "need no timestamps", type -> !USES_WALL_CLOCK.contains(outermost(type))))
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Clock.class, "millis")
                .because("the wall clock can be set back, which breaks measurements:"
                        + " use System.nanoTime for durations, and an injected Clock for timestamps"));
    }

    @Test
    void everyMainMethodSetsTheLocaleFirst() {
        check(
                methods()
                        .that()
                        .haveName("main")
                        .and()
                        .areStatic()
                        .should(beginWithTheRootLocale())
                        .because(
                                "formats without a locale would otherwise put the user's digits into cookies, headers and ids"));
        check(noClasses()
                .that(DescribedPredicate.not(DescribedPredicate.describe("have a main", HouseRulesTest::hasMain)))
                .should()
                .callMethod(Locale.class, "setDefault", Locale.class)
                .because("only main may set it, before anything else runs"));
    }

    private static boolean hasMain(JavaClass type) {
        return type.tryGetMethod("main", String[].class).isPresent();
    }

    private static ArchCondition<JavaMethod> beginWithTheRootLocale() {
        return new ArchCondition<>("call Locale.setDefault(Locale.ROOT) first") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean first = method.getMethodCallsFromSelf().stream()
                        .min(Comparator.comparingInt(call -> call.getLineNumber()))
                        .filter(call -> call.getTarget().getFullName().startsWith("java.util.Locale.setDefault("))
                        .isPresent();
                events.add(new SimpleConditionEvent(method, first, method.getFullName()));
            }
        };
    }

    private static void check(ArchRule rule) {
        rule.check(HOUSE);
    }

    private static boolean isOutermost(JavaClass type, String... endings) {
        return Stream.of(endings).anyMatch(outermost(type)::endsWith);
    }

    private static String outermost(JavaClass type) {
        var name = type.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private static boolean isOperation(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(annotation -> annotation.getRawType().isAnnotatedWith("jakarta.ws.rs.HttpMethod"));
    }

    private static ArchCondition<JavaMethod> haveExactlyOneOf(List<Class<? extends Annotation>> annotations) {
        var names = annotations.stream().map(each -> "@" + each.getSimpleName()).collect(Collectors.joining(", "));
        return new ArchCondition<>("have exactly one of " + names) {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                long count =
                        annotations.stream().filter(method::isAnnotatedWith).count();
                events.add(new SimpleConditionEvent(
                        method, count == 1, "%s has %d of %s".formatted(method.getFullName(), count, names)));
            }
        };
    }
}
