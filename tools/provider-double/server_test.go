package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-mux/tf6to5server"
)

// double is a configured server on an empty cloud.
func double(t *testing.T, name string) *server {
	t.Helper()
	folder := t.TempDir()
	s, err := newServer(name, func(variable string) string {
		return map[string]string{
			"GOSLING_FAKE_CLOUD": folder, "AWS_REGION": "eu-central-1", "YC_FOLDER_ID": "b1gfolder", "YC_ZONE": "ru-central1-a",
		}[variable]
	})
	if err != nil {
		t.Fatal(err)
	}
	if refused := configure(t, s); len(refused) > 0 {
		t.Fatal(refused[0].Detail)
	}
	return s
}

func configure(t *testing.T, s *server) []*tfprotov6.Diagnostic {
	t.Helper()
	config, err := encode(s.schemas.Provider.Block, object{})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := s.ConfigureProvider(context.Background(), &tfprotov6.ConfigureProviderRequest{Config: config})
	if err != nil {
		t.Fatal(err)
	}
	return answer.Diagnostics
}

// value is a value of the type as OpenTofu would send it: what is not set is null, and blocks are empty.
func value(t *testing.T, s *server, kind string, values object) *tfprotov6.DynamicValue {
	t.Helper()
	var set object
	if values != nil {
		set, _ = deepCopy(values).(object)
		emptyBlocks(s.schemas.Resources[kind].Block, set)
	}
	out, err := encode(s.schemas.Resources[kind].Block, set)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func emptyBlocks(of *block, values object) {
	for name, inner := range of.BlockTypes {
		if values[name] == nil && inner.Mode != "single" {
			values[name] = []any{}
		}
	}
	eachBlock(of, values, func(_ string, inner *block, each object) { emptyBlocks(inner, each) })
}

// change plans and applies; the state afterwards, what was refused, and what the plan would replace for.
func change(t *testing.T, s *server, kind string, prior, proposed object) (object, string, []string) {
	t.Helper()
	plan, err := s.PlanResourceChange(context.Background(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: kind, PriorState: value(t, s, kind, prior), ProposedNewState: value(t, s, kind, proposed),
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Diagnostics) > 0 {
		return nil, plan.Diagnostics[0].Detail, nil
	}
	var replaces []string
	for _, path := range plan.RequiresReplace {
		replaces = append(replaces, path.String())
	}
	apply, err := s.ApplyResourceChange(context.Background(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: kind, PriorState: value(t, s, kind, prior), PlannedState: plan.PlannedState,
	})
	if err != nil {
		t.Fatal(err)
	}
	state, err := decode(s.schemas.Resources[kind].Block, apply.NewState)
	if err != nil {
		t.Fatal(err)
	}
	if len(apply.Diagnostics) > 0 {
		return state, apply.Diagnostics[0].Detail, replaces
	}
	return state, "", replaces
}

func read(t *testing.T, s *server, kind string, state object) object {
	t.Helper()
	answer, err := s.ReadResource(context.Background(), &tfprotov6.ReadResourceRequest{
		TypeName: kind, CurrentState: value(t, s, kind, state),
	})
	if err != nil {
		t.Fatal(err)
	}
	found, err := decode(s.schemas.Resources[kind].Block, answer.NewState)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func machine() object {
	return object{
		"ami": "ami-0123456789abcdef0", "instance_type": "m6i.large", "subnet_id": "subnet-0123456789abcdef0",
		"tags":              object{"Name": "gosling-a"},
		"root_block_device": []any{object{"encrypted": true, "volume_size": float64(50)}},
	}
}

func TestPlan_ofANewResource_saysWhatIsKnownAfterTheApply(t *testing.T) {
	s := double(t, "aws")
	plan, err := s.PlanResourceChange(context.Background(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: "aws_instance", PriorState: value(t, s, "aws_instance", nil),
		ProposedNewState: value(t, s, "aws_instance", machine()),
	})
	if err != nil {
		t.Fatal(err)
	}
	planned, err := decode(s.schemas.Resources["aws_instance"].Block, plan.PlannedState)
	if err != nil {
		t.Fatal(err)
	}
	root := first(planned, "root_block_device")
	for name, got := range map[string]any{
		"id": planned["id"], "public_ip": planned["public_ip"], "volume_id": root["volume_id"],
	} {
		if _, open := got.(unknown); !open {
			t.Errorf("%s is %v, expected: unknown", name, got)
		}
	}
	if planned["region"] != "eu-central-1" || names(planned, "tags_all")["Name"] != "gosling-a" {
		t.Errorf("region %v and tags %v are known before", planned["region"], planned["tags_all"])
	}
	if planned["ami"] != "ami-0123456789abcdef0" || root["volume_size"] != float64(50) {
		t.Errorf("what is set changed: %v", planned)
	}
}

func TestCreate_isDeterministic_andKeepsTheResource(t *testing.T) {
	s, other := double(t, "aws"), double(t, "aws")
	state, refused, _ := change(t, s, "aws_instance", nil, machine())
	again, _, _ := change(t, other, "aws_instance", nil, machine())
	twin, _, _ := change(t, s, "aws_instance", nil, machine())
	if refused != "" || text(state, "id") == "" || text(state, "instance_state") != "running" {
		t.Fatalf("%q %v", refused, state)
	}
	if text(state, "id") != text(again, "id") || text(state, "private_ip") != text(again, "private_ip") {
		t.Errorf("two clouds give %v and %v", state["id"], again["id"])
	}
	if text(state, "id") == text(twin, "id") {
		t.Errorf("two machines have the id %v", twin["id"])
	}
	if found := read(t, s, "aws_instance", state); text(found, "id") != text(state, "id") {
		t.Errorf("read gives %v", found)
	}
}

func TestRead_afterAChangeBehindItsBack_showsIt(t *testing.T) {
	s := double(t, "aws")
	state, _, _ := change(t, s, "aws_instance", nil, machine())
	state["instance_state"] = "stopped"
	if err := s.cloud.save("aws_instance", state); err != nil {
		t.Fatal(err)
	}
	if found := read(t, s, "aws_instance", state); text(found, "instance_state") != "stopped" {
		t.Errorf("read gives %v", found["instance_state"])
	}
	if err := s.cloud.remove("aws_instance", keyOf("aws_instance", state)); err != nil {
		t.Fatal(err)
	}
	if found := read(t, s, "aws_instance", state); found != nil {
		t.Errorf("read gives %v of a machine that is gone", found)
	}
}

func TestUpdate_inPlaceOrNot_dependsOnTheAttribute(t *testing.T) {
	s := double(t, "aws")
	state, _, _ := change(t, s, "aws_instance", nil, machine())
	wanted, _ := deepCopy(state).(object)
	wanted["tags"] = object{"Name": "gosling-b"}
	changed, refused, replaces := change(t, s, "aws_instance", state, wanted)
	if refused != "" || len(replaces) != 0 || names(changed, "tags_all")["Name"] != "gosling-b" {
		t.Errorf("%q %v %v", refused, replaces, changed["tags_all"])
	}
	wanted["ami"] = "ami-ffffffffffffffff0"
	if _, _, replaces = change(t, s, "aws_instance", state, wanted); len(replaces) != 1 {
		t.Errorf("another image replaces for %v", replaces)
	}
}

func TestPlan_withoutAChange_isThePriorState(t *testing.T) {
	s := double(t, "yandex")
	state, refused, _ := change(t, s, "yandex_iam_service_account", nil, object{"name": "gosling-web-vm"})
	if refused != "" {
		t.Fatal(refused)
	}
	again, _, replaces := change(t, s, "yandex_iam_service_account", state, state)
	if len(replaces) > 0 || text(again, "id") != text(state, "id") {
		t.Errorf("%v %v", replaces, again)
	}
}

func TestDelete_twice_isSilent(t *testing.T) {
	s := double(t, "aws")
	state, _, _ := change(t, s, "aws_instance", nil, machine())
	for range 2 {
		if _, refused, _ := change(t, s, "aws_instance", state, nil); refused != "" {
			t.Error(refused)
		}
	}
	if left, err := s.cloud.list("aws_instance"); err != nil || len(left) > 0 {
		t.Errorf("%v %v", left, err)
	}
}

func TestCreate_nameIsTaken_isRefused(t *testing.T) {
	s := double(t, "aws")
	group := object{"name": "/gosling/a"}
	if _, refused, _ := change(t, s, "aws_cloudwatch_log_group", nil, group); refused != "" {
		t.Fatal(refused)
	}
	if _, refused, _ := change(t, s, "aws_cloudwatch_log_group", nil, group); !strings.Contains(refused, "AlreadyExists") {
		t.Errorf("%q", refused)
	}
	group["region"] = "us-east-1"
	if _, refused, _ := change(t, s, "aws_cloudwatch_log_group", nil, group); refused != "" {
		t.Errorf("in another region: %q", refused)
	}
}

func TestImport_byId_findsIt(t *testing.T) {
	s := double(t, "yandex")
	state, _, _ := change(t, s, "yandex_iam_service_account", nil, object{"name": "gosling-web-vm"})
	found, err := s.ImportResourceState(context.Background(), &tfprotov6.ImportResourceStateRequest{
		TypeName: "yandex_iam_service_account", ID: text(state, "id"),
	})
	if err != nil || len(found.ImportedResources) != 1 {
		t.Fatalf("%v %v", found, err)
	}
	missing, err := s.ImportResourceState(context.Background(), &tfprotov6.ImportResourceStateRequest{
		TypeName: "yandex_iam_service_account", ID: "none",
	})
	if err != nil || len(missing.Diagnostics) != 1 {
		t.Errorf("%v %v", missing, err)
	}
}

func TestUpgrade_ofAStoredState_keepsItsValues(t *testing.T) {
	s := double(t, "yandex")
	upgraded, err := s.UpgradeResourceState(context.Background(), &tfprotov6.UpgradeResourceStateRequest{
		TypeName: "yandex_iam_service_account",
		RawState: &tfprotov6.RawState{JSON: []byte(`{"id":"aje1","name":"a","gone_since_then":1}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	state, err := decode(s.schemas.Resources["yandex_iam_service_account"].Block, upgraded.UpgradedState)
	if err != nil || text(state, "id") != "aje1" {
		t.Errorf("%v %v", state, err)
	}
}

func TestConfigure_withoutAFolder_isRefused(t *testing.T) {
	s, err := newServer("aws", func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	refused := configure(t, s)
	if len(refused) != 1 || !strings.Contains(refused[0].Detail, "GOSLING_FAKE_CLOUD") {
		t.Errorf("%v", refused)
	}
}

func TestSchema_ofBothClouds_isServedWhole(t *testing.T) {
	for _, name := range []string{"aws", "yandex"} {
		s := double(t, name)
		served, err := s.GetProviderSchema(context.Background(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for kind, each := range s.schemas.Resources {
			wire := served.ResourceSchemas[kind]
			if !wire.ValueType().Equal(each.Block.valueType()) {
				t.Errorf("%s is served with another type", kind)
			}
		}
		if len(served.DataSourceSchemas) != len(s.schemas.DataSources) {
			t.Errorf("%d data sources of %s", len(served.DataSourceSchemas), name)
		}
	}
}

func TestSchema_ofAWS_canBeServedOverProtocol5(t *testing.T) {
	s := double(t, "aws")
	_, err := tf6to5server.DowngradeServer(context.Background(), func() tfprotov6.ProviderServer { return s })
	if err != nil {
		t.Error(err)
	}
}

func TestDataSources_areAnswered(t *testing.T) {
	for kind, want := range map[string]string{
		"aws_ssm_parameter": "value", "aws_ami": "id", "yandex_compute_image": "id", "yandex_iam_service_account": "id",
		"yandex_client_config": "folder_id", "aws_caller_identity": "account_id", "yandex_vpc_subnet": "subnet_id",
	} {
		cloud, _, _ := strings.Cut(kind, "_")
		s := double(t, cloud)
		of := s.schemas.DataSources[kind].Block
		asked := object{}
		emptyBlocks(of, asked)
		if kind == "aws_ssm_parameter" {
			asked["name"] = "/aws/service/debian/release/13/latest/amd64"
		}
		config, err := encode(of, asked)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := s.ReadDataSource(context.Background(), &tfprotov6.ReadDataSourceRequest{
			TypeName: kind, Config: config,
		})
		if err != nil {
			t.Fatal(err)
		}
		state, err := decode(of, answer.State)
		if err != nil || text(state, want) == "" {
			t.Errorf("%s of %s is %v (%v)", want, kind, state[want], err)
		}
	}
}

func TestCalls_areWrittenDown(t *testing.T) {
	s := double(t, "aws")
	change(t, s, "aws_instance", nil, machine())
	lines, err := os.ReadFile(filepath.Join(s.cloud.folder, "calls.jsonl"))
	if err != nil || strings.Count(string(lines), "\n") != 2 || !strings.Contains(string(lines), `"create"`) {
		t.Errorf("%s %v", lines, err)
	}
}
