package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// findings collect what a cloud would refuse. Values that are not known yet are not judged.
type findings struct {
	kind string
	out  []*tfprotov6.Diagnostic
}

func (f *findings) refuse(attribute, format string, values ...any) {
	f.out = append(f.out, &tfprotov6.Diagnostic{
		Severity:  tfprotov6.DiagnosticSeverityError,
		Summary:   "invalid " + f.kind,
		Detail:    attribute + ": " + fmt.Sprintf(format, values...),
		Attribute: tftypes.NewAttributePath().WithAttributeName(attribute),
	})
}

// matches refuses a known text that does not have the form.
func (f *findings) matches(values object, attribute string, form *regexp.Regexp, expected string) {
	if value, known := values[attribute].(string); known && !form.MatchString(value) {
		f.refuse(attribute, "%q (expected: %s)", value, expected)
	}
}

// within refuses a known number outside of low..high.
func (f *findings) within(values object, attribute string, low, high float64) {
	if value, known := number(values, attribute); known && (value < low || value > high) {
		f.refuse(attribute, "%v (expected: %v to %v)", value, low, high)
	}
}

// among refuses a known text that is not one of the words; an empty one is what a cloud says of nothing.
func (f *findings) among(values object, attribute string, words ...string) {
	if value, known := values[attribute].(string); known && value != "" && !slices.Contains(words, value) {
		f.refuse(attribute, "%q (expected one of: %s)", value, strings.Join(words, ", "))
	}
}

var checks = map[string]func(*findings, object){
	"aws_instance":                awsInstance,
	"aws_ecs_task_definition":     awsTaskDefinition,
	"aws_ecs_service":             awsService,
	"aws_lambda_function":         awsLambda,
	"aws_cloudwatch_log_group":    awsLogGroup,
	"aws_iam_role":                awsRole,
	"aws_iam_role_policy":         awsRolePolicy,
	"aws_iam_instance_profile":    awsInstanceProfile,
	"yandex_compute_instance":     yandexInstance,
	"yandex_serverless_container": yandexContainer,
	"yandex_iam_service_account":  yandexServiceAccount,
	"yandex_logging_group":        yandexLogGroup,
}

// check is what the cloud would refuse of a configuration, beyond what its schema says.
func check(kind string, values object) []*tfprotov6.Diagnostic {
	f := &findings{kind: kind}
	if values == nil {
		return nil
	}
	if strings.HasPrefix(kind, "aws_") {
		awsTags(f, values)
	} else {
		yandexLabels(f, values)
	}
	if rule, has := checks[kind]; has {
		rule(f, values)
	}
	return f.out
}
