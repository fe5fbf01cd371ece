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

    /// From the top.
    private static final List<String> NEIGHBOURHOODS = List.of("app", "tools", "register", "people", "platform");

    /// Those that have SQL beside the stores.
    private static final Set<String> ALSO_STORES = Set.of(
            // Stores under a name that says more.
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
            // How rows are read and statements are put together for the stores.
            "blotter.register.change.EntryRows",
            // Asks whether the database answers.
            "blotter.app.server.Health");

    private static final DescribedPredicate<JavaClass> NO_STORE = DescribedPredicate.describe(
            "are no stores",
            type -> !isOutermost(type, "Store")
                    && !ALSO_STORES.contains(outermost(type))
                    // What makes connections, and what starts the server that they go to.
                    && !Set.of("blotter.platform.database", "blotter.platform.embedded")
                            .contains(type.getPackageName()));

    /// What begins a transaction and carries it to the stores, and runs nothing in it.
    private static final Set<String> CARRIERS = Set.of(
            "org.jdbi.v3.core.Handle",
            "org.jdbi.v3.core.Jdbi",
            "org.jdbi.v3.core.HandleCallback",
            "org.jdbi.v3.core.HandleConsumer");

    /// What one does with a handle, other than to run SQL.
    private static final Set<String> CARRYING =
            Set.of("begin", "rollback", "isInTransaction", "afterCommit", "afterRollback");

    /// Those that read the time of day from the system, to say when something was.
    private static final Set<String> TELL_THE_TIME = Set.of(
            // The command line's moments, which no test sets forward.
            "blotter.app.cli.RegisterAdministration",
            "blotter.platform.embedded.FolderLock",
            // Ids that sort by when they were made.
            "blotter.platform.json.Uuids");

    private static final DescribedPredicate<JavaClass> THE_EDGE = DescribedPredicate.describe(
            "the edge (resources and what they do alike, filters, mappers, server, http, cli)",
            type -> isOutermost(type, "Resource", "Operations", "Mappers")
                    || Set.of("blotter.app.server", "blotter.platform.http", "blotter.app.cli")
                            .contains(type.getPackageName())
                    || Set.of(
                                    // The filter, and what it is given: filters are made early and get proxies.
                                    "blotter.people.authentication.Authentication",
                                    "blotter.people.authentication.Callers",
                                    // Answers with a JAX-RS response, which it keeps.
                                    "blotter.platform.idempotency.Writes")
                            .contains(outermost(type)));

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("blotter.(*).(*)..")
                .should()
                .beFreeOfCycles()
                .because("two packages that need each other are one package with a door in the middle"));
    }

    @Test
    void eachNeighbourhoodUsesOnlyThoseBelowIt() {
        for (int i = 1; i < NEIGHBOURHOODS.size(); i++) {
            var above = NEIGHBOURHOODS.subList(0, i).stream()
                    .map(name -> "blotter." + name + "..")
                    .toArray(String[]::new);
            check(noClasses()
                    .that(resideInAPackage("blotter." + NEIGHBOURHOODS.get(i) + ".."))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(above))
                    .because("what is below can be read, tested and changed without knowing what is above"));
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
                .because("a package outside is one that no rule keeps below or above another"));
    }

    @Test
    void onlyStoresTouchSql() {
        check(noClasses()
                .that(NO_STORE)
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.jdbi..", "java.sql..", "javax.sql..", "org.postgresql..")
                        .and(DescribedPredicate.describe("", type -> !CARRIERS.contains(type.getName())))
                        .as("read rows or build statements"))
                .because("a statement is found where its table's store is, and nowhere else"));
    }

    @Test
    void whoIsNoStoreHandsAHandleOnAndRunsNothingOnIt() {
        check(noClasses()
                .that(NO_STORE)
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "it is of a Handle, and runs SQL",
                        call -> call.getTargetOwner().getName().equals("org.jdbi.v3.core.Handle")
                                && !CARRYING.contains(call.getTarget().getName())))
                .because("a transaction goes through many hands, its statements belong to the stores"));
    }

    @Test
    void theExceptionsToOnlyStoresAreStillThere() {
        assertThat(ALSO_STORES.stream().filter(name -> !HOUSE.contain(name)))
                .as("a list of exceptions that names what is gone hides what comes under that name")
                .isEmpty();
    }

    @Test
    void onlyTheEdgeKnowsTheFramework() {
        check(noClasses()
                .that(DescribedPredicate.not(THE_EDGE))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "jakarta..", "io.quarkus..", "org.jboss.resteasy..", "io.smallrye..", "io.vertx.."))
                .because("the register outlives its web framework, and is tested without it"));
    }

    @Test
    void everyOperationSaysWhoMayCallIt() {
        check(methods()
                .that(DescribedPredicate.describe("are operations", HouseRulesTest::isOperation))
                .should(haveExactlyOneOf(List.of(Needs.class, AnyCaller.class, Public.class)))
                .because("an operation that names no permission is open to everyone, or to no one"));
    }

    @Test
    void resourcesAreTheOnlyClassesWithOperations() {
        check(methods()
                .that(DescribedPredicate.describe("are operations", HouseRulesTest::isOperation))
                .should()
                .beDeclaredInClassesThat()
                .haveSimpleNameEndingWith("Resource")
                .because("whoever looks for an address looks in the resources"));
    }

    @Test
    void nothingIsInjectedIntoFields() {
        check(fields().should()
                .notBeAnnotatedWith("jakarta.inject.Inject")
                .andShould()
                .notBeAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .because("an object that a constructor has made is whole, and a test can make one too"));
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
                .as("a package without @NullMarked is one that NullAway does not look into")
                .isEmpty();
    }

    @Test
    void nothingPrintsButTheCommandLine() {
        check(noClasses()
                .that(DescribedPredicate.not(resideInAPackage("blotter.app.cli")))
                .should()
                .accessField(System.class, "out")
                .because("a server's words belong in its log, and standard output to the command line's results"));
    }

    @Test
    void classesAreFinalOrHaveAReason() {
        check(classes()
                .that(DescribedPredicate.describe(
                        "are classes of ours below the edge",
                        type -> !type.isInterface()
                                && !type.isEnum()
                                && !type.isRecord()
                                && !type.isAnonymousClass()
                                && !THE_EDGE.test(type)
                                && !type.getName().contains("package-info")
                                && !type.getName().contains("$$")))
                .should()
                .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
                .because("inheritance is designed for, or forbidden"));
    }

    @Test
    void whoMeasuresTimeDoesNotAskForTheTimeOfDay() {
        check(
                noClasses()
                        .that(DescribedPredicate.describe(
                                "do not say when something was", type -> !TELL_THE_TIME.contains(outermost(type))))
                        .should()
                        .callMethod(Instant.class, "now")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis")
                        .orShould()
                        .callMethod(Clock.class, "millis")
                        .because(
                                "the time of day is set back now and then, and who measures with it waits until it has caught up:"
                                        + " System.nanoTime measures, and the Clock that one is given says when something was"));
    }

    @Test
    void everyProgramBeginsByLeavingTheUsersLocale() {
        check(
                methods()
                        .that()
                        .haveName("main")
                        .and()
                        .areStatic()
                        .should(beginWithTheRootLocale())
                        .because(
                                "numbers in the user's digits go into cookies, headers and ids, and no format says its locale"));
        check(noClasses()
                .that(DescribedPredicate.not(DescribedPredicate.describe("have a main", HouseRulesTest::hasMain)))
                .should()
                .callMethod(Locale.class, "setDefault", Locale.class)
                .because("it is set once, before anything else runs"));
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
