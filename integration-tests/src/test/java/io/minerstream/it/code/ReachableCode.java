package io.minerstream.it.code;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaEnumConstant;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaFieldAccess.AccessType;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What can run, starting from entry points. Calls, method references, class literals and annotations lead from one member to the next.
 * A method brings its overrides, a constructor every method of its class that overrides one from outside the project. Not thread-safe.
 */
final class ReachableCode {

    private final Predicate<JavaClass> ours;
    private final Set<JavaClass> classes = new HashSet<>();
    private final Set<JavaClass> reflected = new HashSet<>();
    private final Set<JavaMember> members = new HashSet<>();
    private final Set<JavaField> readFields = new HashSet<>();
    private final Deque<JavaCodeUnit> toVisit = new ArrayDeque<>();

    /** @param ours the classes of the project, all of them fully imported */
    ReachableCode(Predicate<JavaClass> ours) {
        this.ours = ours;
    }

    /** Adds all that runs when a member is called, or read, from outside. */
    void startAt(JavaMember member) {
        reach(member);
        if (member instanceof JavaField field) {
            readFields.add(field);
        }
        visitAll();
    }

    /** Adds all that runs when somebody who has only the class creates an instance. */
    void startAt(JavaClass type) {
        reflect(type);
        visitAll();
    }

    boolean contains(JavaClass type) {
        return classes.contains(type);
    }

    /** Whether something calls the member; of a field, whether something reads it. */
    boolean contains(JavaMember member) {
        return member instanceof JavaField ? readFields.contains(member) : members.contains(member);
    }

    /** Whether somebody has the class as an object, and so may find its members by their names. */
    boolean reflects(JavaClass type) {
        return reflected.contains(type);
    }

    private void visitAll() {
        while (!toVisit.isEmpty()) {
            visit(toVisit.pop());
        }
    }

    private void visit(JavaCodeUnit code) {
        code.getRawParameterTypes().forEach(this::reach);
        reach(code.getRawReturnType());
        code.getExceptionTypes().forEach(this::reach);
        code.getInstanceofChecks().forEach(check -> reach(check.getRawType()));
        code.getTryCatchBlocks().forEach(block -> block.getCaughtThrowables().forEach(this::reach));
        code.getReferencedClassObjects().stream()
                .map(ReferencedClassObject::getRawType)
                .forEach(this::reflect);
        for (JavaAccess<?> access : code.getAccessesFromSelf()) {
            reach(access.getTargetOwner());
            access.getTarget().resolveMember().ifPresent(member -> {
                reach(member);
                // An enum's array of its constants reads them all.
                if (access instanceof JavaFieldAccess field
                        && field.getAccessType() == AccessType.GET
                        && !code.getName().equals("$values")) {
                    readFields.add((JavaField) member);
                }
            });
        }
    }

    private void reach(JavaMember member) {
        if (!ours.test(member.getOwner()) || !members.add(member)) {
            return;
        }
        reach(member.getOwner());
        member.getAnnotations().forEach(this::annotated);
        if (member instanceof JavaCodeUnit code) {
            toVisit.push(code);
            if (code.isConstructor()) {
                created(code.getOwner());
            }
        }
        if (member instanceof JavaMethod method) {
            implementation(method.getOwner(), method);
            method.getOwner().getAllSubclasses().forEach(type -> implementation(type, method));
        }
    }

    private void reach(JavaClass typeOrArray) {
        JavaClass type = typeOrArray.getBaseComponentType();
        if (!ours.test(type) || !classes.add(type)) {
            return;
        }
        type.getStaticInitializer().ifPresent(this::reach);
        type.getAnnotations().forEach(this::annotated);
        type.getAllRawSuperclasses().forEach(this::reach);
        type.getAllRawInterfaces().forEach(this::reach);
        type.getEnclosingClass().ifPresent(this::reach);
        type.getMembers().stream().filter(ReachableCode::isBoundByAnnotation).forEach(member -> {
            reach(member);
            if (member instanceof JavaField field) {
                reflect(field.getRawType());
            } else if (member instanceof JavaMethod method) {
                method.getRawParameterTypes().forEach(this::reflect);
            }
        });
    }

    /** Such as an option of a command, which a library sets or calls. */
    private static boolean isBoundByAnnotation(JavaMember member) {
        return member.getAnnotations().stream()
                .anyMatch(
                        annotation -> !annotation.getRawType().getPackageName().startsWith("java.lang"));
    }

    /** Whoever has a class as an object can create instances; a record's components are read and written with it. */
    private void reflect(JavaClass typeOrArray) {
        JavaClass type = typeOrArray.getBaseComponentType();
        reach(type);
        if (!ours.test(type) || !reflected.add(type)) {
            return;
        }
        type.tryGetConstructor().ifPresent(this::reach);
        if (type.isRecord()) {
            type.getFields().stream()
                    .flatMap(field -> field.getType().getAllInvolvedRawTypes().stream())
                    .forEach(this::reflect);
        }
    }

    private void annotated(JavaAnnotation<?> annotation) {
        reach(annotation.getRawType());
        annotation.getProperties().values().forEach(this::annotationValue);
    }

    private void annotationValue(Object value) {
        if (value instanceof JavaClass type) {
            reflect(type);
        } else if (value instanceof JavaEnumConstant constant) {
            reach(constant.getDeclaringClass());
        } else if (value instanceof JavaAnnotation<?> nested) {
            annotated(nested);
        } else if (value instanceof Object[] several) {
            Stream.of(several).forEach(this::annotationValue);
        }
    }

    /** The method that runs when {@code method} is called on a {@code type}, which may have inherited it. */
    private void implementation(JavaClass type, JavaMethod method) {
        type.getClassHierarchy().stream()
                .flatMap(owner -> owner.getMethods().stream())
                .filter(other -> hasSameSignature(other, method))
                .findFirst()
                .ifPresent(this::reach);
    }

    private void created(JavaClass type) {
        type.getAllMethods().stream()
                .filter(method -> ours.test(method.getOwner()) && overridesOutside(method, type))
                .forEach(this::reach);
    }

    private boolean overridesOutside(JavaMethod method, JavaClass type) {
        return Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream())
                .filter(ours.negate())
                .flatMap(outside -> outside.getMethods().stream())
                .anyMatch(outside -> hasSameSignature(outside, method));
    }

    private static boolean hasSameSignature(JavaMethod one, JavaMethod other) {
        return one.getName().equals(other.getName())
                && one.getRawParameterTypes().equals(other.getRawParameterTypes());
    }
}
