package main

import (
	"strings"
	"testing"
)

// accepted are configurations that the clouds take.
var accepted = map[string]func() object{
	"aws_instance":             machine,
	"aws_cloudwatch_log_group": func() object { return object{"name": "/gosling/web", "retention_in_days": float64(3)} },
	"aws_ecs_task_definition": func() object {
		return object{
			"family": "gosling-a", "cpu": "1024", "memory": "2048", "requires_compatibilities": []any{"FARGATE"},
			"network_mode":          "awsvpc",
			"container_definitions": `[{"name":"runner","image":"a/b@sha256:0","stopTimeout":30}]`,
		}
	},
	"aws_ecs_service": func() object { return object{"name": "gosling-a", "launch_type": "FARGATE"} },
	"aws_lambda_function": func() object {
		return object{
			"function_name": "gosling-a", "role": "arn:aws:iam::123456789012:role/a", "package_type": "Image",
			"image_uri": "123456789012.dkr.ecr.eu-central-1.amazonaws.com/runner:1", "timeout": float64(600),
		}
	},
	"aws_iam_role": func() object {
		return object{"name": "gosling-web", "assume_role_policy": `{"Statement":[{"Effect":"Allow"}]}`}
	},
	"aws_iam_role_policy": func() object {
		return object{"name": "run", "role": "gosling-web", "policy": `{"Statement":[{"Effect":"Deny"}]}`}
	},
	"aws_iam_instance_profile": func() object { return object{"name": "gosling-web", "role": "gosling-web"} },
	"yandex_compute_instance": func() object {
		return object{
			"name": "gosling-a", "zone": "ru-central1-a", "platform_id": "standard-v3",
			"labels":            object{"gosling-egg": "web"},
			"resources":         []any{object{"cores": float64(2), "memory": float64(4), "core_fraction": float64(100)}},
			"boot_disk":         []any{object{"initialize_params": []any{object{"image_id": "fd80000000000000000a"}}}},
			"network_interface": []any{object{"subnet_id": "e9b0000000000000000a", "nat": true}},
		}
	},
	"yandex_serverless_container": func() object {
		return object{
			"name": "gosling-a", "memory": float64(1024), "execution_timeout": "3600s",
			"image":   []any{object{"url": "cr.yandex/crp0000000000000000a/runner:1"}},
			"runtime": []any{object{"type": "task"}},
		}
	},
	"yandex_iam_service_account": func() object { return object{"name": "gosling-web"} },
	"yandex_logging_group":       func() object { return object{"name": "gosling-web", "retention_period": "72h"} },
}

func TestRules_acceptWhatTheCloudsTake(t *testing.T) {
	for kind, values := range accepted {
		cloud, _, _ := strings.Cut(kind, "_")
		s := double(t, cloud)
		if _, refused, _ := change(t, s, kind, nil, values()); refused != "" {
			t.Errorf("%s: %s", kind, refused)
		}
	}
	if len(accepted) != len(checks) {
		t.Errorf("%d kinds are tried, %d have rules", len(accepted), len(checks))
	}
}

func TestRules_refuseWhatTheCloudsRefuse(t *testing.T) {
	for _, each := range []struct {
		kind string
		with object
		want string
	}{
		{"aws_instance", object{"ami": "debian"}, "ami-"},
		{"aws_instance", object{"ami": nil}, "missing"},
		{"aws_instance", object{"instance_type": "big"}, "m6i.large"},
		{"aws_instance", object{"user_data": strings.Repeat("a", 16385)}, "16384"},
		{"aws_instance", object{"instance_initiated_shutdown_behavior": "sleep"}, "terminate"},
		{"aws_instance", object{"metadata_options": []any{object{"http_tokens": "maybe"}}}, "required"},
		{"aws_instance", object{"root_block_device": []any{object{"volume_size": float64(20000)}}}, "16384"},
		{"aws_instance", object{"tags": object{"aws:x": "1"}}, "reserved"},
		{"aws_instance", object{"tags": object{"a": "<x>"}}, "expected: letters"},
		{"aws_instance", object{"tags": object{"a": strings.Repeat("a", 257)}}, "256"},
		{"aws_instance", object{"tags": manyTags(51)}, "at most 50"},
		{"aws_instance", object{"instance_market_options": []any{object{"spot_options": []any{object{
			"spot_instance_type": "one-time", "instance_interruption_behavior": "stop",
		}}}}}, "one-time"},
		{"aws_ecs_task_definition", object{"cpu": "1024", "memory": "9000"}, "No Fargate configuration exists"},
		{"aws_ecs_task_definition", object{"cpu": "1000"}, "No Fargate configuration exists"},
		{"aws_ecs_task_definition", object{"network_mode": "bridge"}, "awsvpc"},
		{"aws_ecs_task_definition", object{"ephemeral_storage": []any{object{"size_in_gib": float64(20)}}}, "21 to 200"},
		{"aws_ecs_task_definition", object{"container_definitions": "{}"}, "JSON list"},
		{"aws_ecs_task_definition", object{"container_definitions": `[{"name":"a","image":"b","privileged":true}]`},
			"privileged"},
		{"aws_ecs_task_definition", object{"container_definitions": `[{"name":"a","image":"b","stopTimeout":121}]`}, "120"},
		{"aws_ecs_service", object{"name": "a b"}, "1 to 255"},
		{"aws_ecs_service", object{"capacity_provider_strategy": []any{object{"capacity_provider": "FARGATE_SPOT"}}},
			"together with"},
		{"aws_lambda_function", object{"timeout": float64(901)}, "900"},
		{"aws_lambda_function", object{"memory_size": float64(64)}, "128"},
		{"aws_lambda_function", object{"image_uri": "docker.io/a/b"}, "private ECR"},
		{"aws_lambda_function", object{"function_name": strings.Repeat("a", 65)}, "64"},
		{"aws_lambda_function", object{"environment": []any{object{"variables": object{"AWS_REGION": "x"}}}}, "reserved"},
		{"aws_lambda_function", object{"environment": []any{object{"variables": object{"A1": strings.Repeat("a", 4096)}}}},
			"4096"},
		{"aws_cloudwatch_log_group", object{"retention_in_days": float64(4)}, "one of"},
		{"aws_iam_role", object{"name": strings.Repeat("a", 65)}, "64"},
		{"aws_iam_role", object{"assume_role_policy": "{}"}, "MalformedPolicyDocument"},
		{"aws_iam_role_policy", object{"policy": `{"Statement":[{"Effect":"Perhaps"}]}`}, "Perhaps"},
		{"yandex_compute_instance", object{"name": "Gosling"}, "lower-case"},
		{"yandex_compute_instance", object{"labels": object{"Egg": "web"}}, "lower-case"},
		{"yandex_compute_instance", object{"labels": object{"egg": "a:b"}}, "a-z 0-9 - _"},
		{"yandex_compute_instance", object{"labels": manyTags(65)}, "at most 64"},
		{"yandex_compute_instance", object{"platform_id": "standard-v9"}, "standard-v3"},
		{"yandex_compute_instance", shape(3, 4, 100), "not available"},
		{"yandex_compute_instance", shape(2, 33, 100), "2 to 32"},
		{"yandex_compute_instance", shape(2, 2.5, 100), "whole GB"},
		{"yandex_compute_instance", shape(2, 2, 5), "core_fraction 5"},
		{"yandex_compute_instance", shape(8, 8, 20), "at most 4"},
		{"yandex_compute_instance", object{"boot_disk": []any{object{"initialize_params": []any{object{
			"type": "floppy",
		}}}}}, "network-ssd"},
		{"yandex_compute_instance", object{"boot_disk": []any{object{"initialize_params": []any{object{
			"image_id": "a", "snapshot_id": "b",
		}}}}}, "one of them"},
		{"yandex_compute_instance", object{"metadata": object{"user-data": strings.Repeat("a", 256*1024+1)}}, "262144"},
		{"yandex_serverless_container", object{"memory": float64(1000)}, "steps of 128"},
		{"yandex_serverless_container", object{"memory": float64(8320)}, "8192"},
		{"yandex_serverless_container", object{"cores": float64(5)}, "1 to 4"},
		{"yandex_serverless_container", object{"execution_timeout": "3601s"}, "3600s"},
		{"yandex_serverless_container", object{"execution_timeout": "an hour"}, "3600s"},
		{"yandex_serverless_container", object{"runtime": []any{object{"type": "job"}}}, "task"},
		{"yandex_serverless_container", object{"image": []any{object{"url": "docker.io/a/b"}}}, "cr.yandex"},
		{"yandex_iam_service_account", object{"name": "ab"}, "3 to 63"},
		{"yandex_logging_group", object{"retention_period": "96h"}, "72h"},
	} {
		values := accepted[each.kind]()
		for name, value := range each.with {
			values[name] = value
		}
		var texts []string
		for _, diagnostic := range check(each.kind, values) {
			texts = append(texts, diagnostic.Detail)
		}
		if !strings.Contains(strings.Join(texts, "\n"), each.want) {
			t.Errorf("%s with %v: %q (expected: %s)", each.kind, each.with, texts, each.want)
		}
	}
}

func TestRules_ofUnknownValues_wait(t *testing.T) {
	for kind, values := range accepted {
		open := object{}
		for name := range values() {
			open[name] = unknown{}
		}
		if kind == "aws_instance" {
			open["tags"] = object{"a": unknown{}}
		}
		if refused := check(kind, open); refused != nil {
			t.Errorf("%s: %s", kind, refused[0].Detail)
		}
	}
}

func manyTags(count int) object {
	out := object{}
	for i := range count {
		out[strings.Repeat("a", i+1)] = "x"
	}
	return out
}

func shape(cores, memory, fraction float64) object {
	return object{"resources": []any{object{"cores": cores, "memory": memory, "core_fraction": fraction}}}
}
