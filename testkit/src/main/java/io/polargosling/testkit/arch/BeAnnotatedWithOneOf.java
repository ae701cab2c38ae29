package io.polargosling.testkit.arch;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** True of fields with an annotation of one of these names, which need not be on the class path. */
final class BeAnnotatedWithOneOf extends ArchCondition<JavaField> {

    private final String names;

    /** @param names full names, with {@code |} between them */
    BeAnnotatedWithOneOf(String names) {
        super("be annotated for injection");
        this.names = names;
    }

    @Override
    public void check(JavaField field, ConditionEvents events) {
        for (var annotation : field.getAnnotations()) {
            String name = annotation.getRawType().getName();
            boolean injected = name.matches(names.replace(".", "\\."));
            events.add(new SimpleConditionEvent(
                    field,
                    injected,
                    field.getFullName() + " is annotated with @" + name + " in " + field.getSourceCodeLocation()));
        }
    }
}
