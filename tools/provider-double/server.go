package main

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
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
	_, config, err := s.received(request.TypeName, request.Config)
	if err != nil {
		return nil, err
	}
	return &tfprotov6.ValidateResourceConfigResponse{Diagnostics: check(request.TypeName, config)}, nil
}

// received is a value of a resource type, nil when it is null, with the type's schema.
func (s *server) received(kind string, value *tfprotov6.DynamicValue) (*block, object, error) {
	of, err := s.resource(kind)
	if err != nil {
		return nil, nil, err
	}
	values, err := decode(of, value)
	return of, values, err
}

func (s *server) resource(kind string) (*block, error) {
	found, has := s.schemas.Resources[kind]
	if !has {
		return nil, fmt.Errorf("resource type %q is not among those of the double", kind)
	}
	return found.Block, nil
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
