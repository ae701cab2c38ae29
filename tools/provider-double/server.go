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

// server answers OpenTofu for one of the two clouds.
type server struct {
	// What is not announced in the schema is not called: functions and ephemeral resources.
	tfprotov6.ProviderServer

	schemas *schemas
	cloud   *cloud
	environ func(string) string
	config  settings
}

// settings are the parts of the provider's configuration that show in resources.
type settings struct {
	region string
	folder string
	zone   string
	tags   map[string]string
}

func newServer(name string, environ func(string) string) (*server, error) {
	loaded, err := loadSchemas(name)
	if err != nil {
		return nil, err
	}
	return &server{
		schemas: loaded, environ: environ,
		cloud: &cloud{folder: environ("GOSLING_FAKE_CLOUD"), name: name},
	}, nil
}

func (s *server) GetMetadata(context.Context, *tfprotov6.GetMetadataRequest) (*tfprotov6.GetMetadataResponse, error) {
	out := &tfprotov6.GetMetadataResponse{ServerCapabilities: &tfprotov6.ServerCapabilities{}}
	for _, kind := range sortedKeys(s.schemas.Resources) {
		out.Resources = append(out.Resources, tfprotov6.ResourceMetadata{TypeName: kind})
	}
	for _, kind := range sortedKeys(s.schemas.DataSources) {
		out.DataSources = append(out.DataSources, tfprotov6.DataSourceMetadata{TypeName: kind})
	}
	return out, nil
}

func (s *server) GetProviderSchema(
	context.Context, *tfprotov6.GetProviderSchemaRequest,
) (*tfprotov6.GetProviderSchemaResponse, error) {
	out := &tfprotov6.GetProviderSchemaResponse{
		ServerCapabilities: &tfprotov6.ServerCapabilities{}, Provider: s.schemas.Provider.wire(),
		ResourceSchemas: map[string]*tfprotov6.Schema{}, DataSourceSchemas: map[string]*tfprotov6.Schema{},
	}
	for kind, each := range s.schemas.Resources {
		out.ResourceSchemas[kind] = each.wire()
	}
	for kind, each := range s.schemas.DataSources {
		out.DataSourceSchemas[kind] = each.wire()
	}
	return out, nil
}

func (s *server) GetResourceIdentitySchemas(
	context.Context, *tfprotov6.GetResourceIdentitySchemasRequest,
) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{}, nil
}

func (s *server) ValidateProviderConfig(
	_ context.Context, request *tfprotov6.ValidateProviderConfigRequest,
) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: request.Config}, nil
}

func (s *server) ConfigureProvider(
	_ context.Context, request *tfprotov6.ConfigureProviderRequest,
) (*tfprotov6.ConfigureProviderResponse, error) {
	out := &tfprotov6.ConfigureProviderResponse{}
	config, err := decode(s.schemas.Provider.Block, request.Config)
	if err != nil {
		return nil, err
	}
	or := func(attribute, variable string) string {
		if value := text(config, attribute); value != "" {
			return value
		}
		return s.environ(variable)
	}
	s.config = settings{
		region: or("region", "AWS_REGION"), folder: or("folder_id", "YC_FOLDER_ID"), zone: or("zone", "YC_ZONE"),
		tags: names(first(config, "default_tags"), "tags"),
	}
	if s.cloud.folder == "" {
		out.Diagnostics = failed("no folder for the fake cloud",
			"This is a stand-in for the real provider. Set GOSLING_FAKE_CLOUD to a folder of its own.")
	} else if s.cloud.name == "aws" && s.config.region == "" {
		out.Diagnostics = failed("invalid AWS Region: ", "Set region in the provider block or AWS_REGION.")
	}
	return out, nil
}

func (s *server) StopProvider(
	context.Context, *tfprotov6.StopProviderRequest,
) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}

func (s *server) ValidateResourceConfig(
	_ context.Context, request *tfprotov6.ValidateResourceConfigRequest,
) (*tfprotov6.ValidateResourceConfigResponse, error) {
	of, err := s.resource(request.TypeName)
	if err != nil {
		return nil, err
	}
	config, err := decode(of, request.Config)
	if err != nil {
		return nil, err
	}
	return &tfprotov6.ValidateResourceConfigResponse{Diagnostics: check(request.TypeName, config)}, nil
}

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
	of, err := s.resource(request.TypeName)
	if err != nil {
		return nil, err
	}
	current, err := decode(of, request.CurrentState)
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
	of, err := s.resource(request.TypeName)
	if err != nil {
		return nil, err
	}
	prior, err1 := decode(of, request.PriorState)
	proposed, err2 := decode(of, request.ProposedNewState)
	if err := errors.Join(err1, err2); err != nil {
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
	of, err := s.resource(request.TypeName)
	if err != nil {
		return nil, err
	}
	prior, err1 := decode(of, request.PriorState)
	planned, err2 := decode(of, request.PlannedState)
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
		made, _ := stripCopy(planned).(object)
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

func (s *server) resource(kind string) (*block, error) {
	found, has := s.schemas.Resources[kind]
	if !has {
		return nil, fmt.Errorf("resource type %q is not among those of the double", kind)
	}
	return found.Block, nil
}

// stripCopy copies a value with everything below it.
func stripCopy(value any) any {
	switch value := value.(type) {
	case []any:
		out := make([]any, len(value))
		for i, each := range value {
			out[i] = stripCopy(each)
		}
		return out
	case object:
		out := object{}
		for name, each := range value {
			out[name] = stripCopy(each)
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

func decode(of *block, value *tfprotov6.DynamicValue) (object, error) {
	if value == nil {
		return nil, nil
	}
	full, err := value.Unmarshal(of.valueType())
	if err != nil {
		return nil, err
	}
	out, err := plain(full)
	if err != nil {
		return nil, err
	}
	values, _ := out.(object)
	return values, nil
}

func encode(of *block, values object) (*tfprotov6.DynamicValue, error) {
	kind := of.valueType()
	var any any
	if values != nil {
		any = values
	}
	full, err := typed(kind, any)
	if err != nil {
		return nil, err
	}
	out, err := tfprotov6.NewDynamicValue(kind, full)
	return &out, err
}

func failed(summary, detail string) []*tfprotov6.Diagnostic {
	return []*tfprotov6.Diagnostic{{
		Severity: tfprotov6.DiagnosticSeverityError, Summary: summary, Detail: detail,
	}}
}
