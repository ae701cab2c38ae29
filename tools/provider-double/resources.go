package main

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func (s *server) UpgradeResourceState(
	_ context.Context, request *tfprotov6.UpgradeResourceStateRequest,
) (*tfprotov6.UpgradeResourceStateResponse, error) {
	of, err := s.resource(request.TypeName)
	if err != nil {
		return nil, err
	}
	kind := of.valueType()
	value, err := request.RawState.UnmarshalWithOpts(kind, tfprotov6.UnmarshalOpts{
		ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true},
	})
	if err != nil {
		return nil, err
	}
	state, err := tfprotov6.NewDynamicValue(kind, value)
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &state}, err
}

func (s *server) ReadResource(
	_ context.Context, request *tfprotov6.ReadResourceRequest,
) (*tfprotov6.ReadResourceResponse, error) {
	of, current, err := s.received(request.TypeName, request.CurrentState)
	if err != nil {
		return nil, err
	}
	key := keyOf(request.TypeName, current)
	if err := s.cloud.note("read", request.TypeName, key); err != nil {
		return nil, err
	}
	effect, err := s.cloud.effect("read", request.TypeName, current)
	if err != nil {
		return nil, err
	}
	if effect.before != nil {
		return &tfprotov6.ReadResourceResponse{
			NewState: request.CurrentState, Diagnostics: failed("reading "+request.TypeName, effect.before.Error()),
		}, nil
	}
	found, err := s.cloud.find(request.TypeName, key)
	if err != nil {
		return nil, err
	}
	out := &tfprotov6.ReadResourceResponse{Private: request.Private}
	if found != nil {
		out.NewState, err = encode(of, found.Values)
	} else {
		out.NewState, err = encode(of, nil)
	}
	return out, err
}

func (s *server) PlanResourceChange(
	_ context.Context, request *tfprotov6.PlanResourceChangeRequest,
) (*tfprotov6.PlanResourceChangeResponse, error) {
	of, prior, err1 := s.received(request.TypeName, request.PriorState)
	_, proposed, err2 := s.received(request.TypeName, request.ProposedNewState)
	err := errors.Join(err1, err2)
	if err != nil {
		return nil, err
	}
	out := &tfprotov6.PlanResourceChangeResponse{PlannedState: request.ProposedNewState}
	if proposed == nil {
		return out, nil
	}
	if err := s.cloud.note("plan", request.TypeName, keyOf(request.TypeName, proposed)); err != nil {
		return nil, err
	}
	planned, replaces := s.planned(request.TypeName, of, prior, proposed)
	if prior == nil || len(replaces) > 0 {
		out.Diagnostics = check(request.TypeName, planned)
	}
	for _, name := range replaces {
		out.RequiresReplace = append(out.RequiresReplace, tftypes.NewAttributePath().WithAttributeName(name))
	}
	out.PlannedState, err = encode(of, planned)
	return out, err
}

func (s *server) ApplyResourceChange(
	_ context.Context, request *tfprotov6.ApplyResourceChangeRequest,
) (*tfprotov6.ApplyResourceChangeResponse, error) {
	of, prior, err1 := s.received(request.TypeName, request.PriorState)
	_, planned, err2 := s.received(request.TypeName, request.PlannedState)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	out := &tfprotov6.ApplyResourceChangeResponse{NewState: request.PriorState, Private: request.PlannedPrivate}
	done, failure, err := s.apply(request.TypeName, of, prior, planned)
	if err != nil {
		return nil, err
	}
	if failure != nil {
		out.Diagnostics = failure
		return out, nil
	}
	out.NewState, err = encode(of, done)
	return out, err
}

// apply makes the change; nil values are the resource that does not exist.
func (s *server) apply(kind string, of *block, prior, planned object) (object, []*tfprotov6.Diagnostic, error) {
	operation, about := "update", planned
	switch {
	case prior == nil:
		operation = "create"
	case planned == nil:
		operation, about = "delete", prior
	}
	if err := s.cloud.note(operation, kind, nameOf(about)); err != nil {
		return nil, nil, err
	}
	effect, err := s.cloud.effect(operation, kind, about)
	if err != nil {
		return nil, nil, err
	}
	if effect.before != nil {
		return nil, failed(operation+" "+kind, effect.before.Error()), nil
	}
	var failure []*tfprotov6.Diagnostic
	err = s.cloud.locked(func() error {
		var inner error
		switch operation {
		case "create":
			planned, failure, inner = s.create(kind, of, planned)
		case "delete":
			inner = s.cloud.remove(kind, keyOf(kind, prior))
		default:
			failure, inner = s.update(kind, of, prior, planned)
		}
		return inner
	})
	if err == nil && failure == nil && effect.after != nil {
		failure = failed(operation+" "+kind, effect.after.Error())
	}
	return planned, failure, err
}

func (s *server) create(kind string, of *block, planned object) (object, []*tfprotov6.Diagnostic, error) {
	if failure := check(kind, planned); failure != nil {
		return nil, failure, nil
	}
	existing, err := s.cloud.list(kind)
	if err != nil {
		return nil, nil, err
	}
	for _, other := range existing {
		if taken := sameName(kind, planned, other.Values); taken != "" {
			return nil, failed("create "+kind, taken), nil
		}
	}
	for attempt := 0; ; attempt++ {
		made, _ := deepCopy(planned).(object)
		maker, err := newMaker(kind, made, attempt)
		if err != nil {
			return nil, nil, err
		}
		maker.fill(of)
		found, err := s.cloud.find(kind, keyOf(kind, made))
		if err != nil {
			return nil, nil, err
		}
		if found == nil {
			return made, nil, s.cloud.save(kind, made)
		}
		if attempt > 1000 {
			return nil, failed("create "+kind, fmt.Sprintf("AlreadyExists: %s", keyOf(kind, made))), nil
		}
	}
}

func (s *server) update(kind string, of *block, prior, planned object) ([]*tfprotov6.Diagnostic, error) {
	key := keyOf(kind, prior)
	found, err := s.cloud.find(kind, key)
	if err != nil {
		return nil, err
	}
	if found == nil {
		return failed("update "+kind, "NotFound: "+key), nil
	}
	if failure := check(kind, planned); failure != nil {
		return failure, nil
	}
	maker, err := newMaker(kind, planned, 0)
	if err != nil {
		return nil, err
	}
	maker.fill(of)
	return nil, s.cloud.save(kind, planned)
}

func (s *server) ImportResourceState(
	_ context.Context, request *tfprotov6.ImportResourceStateRequest,
) (*tfprotov6.ImportResourceStateResponse, error) {
	of, err := s.resource(request.TypeName)
	if err != nil {
		return nil, err
	}
	existing, err := s.cloud.list(request.TypeName)
	if err != nil {
		return nil, err
	}
	for _, each := range existing {
		if text(each.Values, "id") == request.ID || each.Key == request.ID {
			state, err := encode(of, each.Values)
			return &tfprotov6.ImportResourceStateResponse{
				ImportedResources: []*tfprotov6.ImportedResource{{TypeName: request.TypeName, State: state}},
			}, err
		}
	}
	return &tfprotov6.ImportResourceStateResponse{
		Diagnostics: failed("import "+request.TypeName, "NotFound: "+request.ID),
	}, nil
}

// deepCopy copies a value with everything below it.
func deepCopy(value any) any {
	switch value := value.(type) {
	case []any:
		out := make([]any, len(value))
		for i, each := range value {
			out[i] = deepCopy(each)
		}
		return out
	case object:
		out := object{}
		for name, each := range value {
			out[name] = deepCopy(each)
		}
		return out
	default:
		return value
	}
}

// sameName is the cloud's refusal when another resource has the name already, else "".
func sameName(kind string, wanted, other object) string {
	scope := map[string][]string{
		"aws_iam_role": {"name"}, "aws_iam_instance_profile": {"name"}, "aws_iam_role_policy": {"name", "role"},
		"aws_cloudwatch_log_group": {"name", "region"}, "aws_lambda_function": {"function_name", "region"},
		"aws_ecs_service": {"name", "cluster", "region"}, "aws_key_pair": {"key_name", "region"},
		"yandex_compute_instance": {"name", "folder_id"}, "yandex_serverless_container": {"name", "folder_id"},
		"yandex_iam_service_account": {"name", "folder_id"}, "yandex_logging_group": {"name", "folder_id"},
	}[kind]
	if len(scope) == 0 || nameOf(wanted) == "" {
		return ""
	}
	for _, name := range scope {
		if !reflect.DeepEqual(wanted[name], other[name]) {
			return ""
		}
	}
	if strings.HasPrefix(kind, "aws_") {
		return "api error EntityAlreadyExists: " + nameOf(wanted) + " already exists."
	}
	return "rpc error: code = AlreadyExists desc = " + nameOf(wanted) + " already exists"
}
