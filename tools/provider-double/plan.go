package main

import "reflect"

// forceNew names the attributes and blocks whose change makes a new resource; an absent type changes in place.
var forceNew = map[string][]string{
	"aws_instance": {
		"ami", "associate_public_ip_address", "availability_zone", "subnet_id", "key_name", "region",
		"instance_market_options", "root_block_device", "placement_group", "tenancy",
	},
	"aws_ecs_task_definition": {
		"container_definitions", "cpu", "memory", "family", "execution_role_arn", "task_role_arn",
		"requires_compatibilities", "network_mode", "ephemeral_storage", "runtime_platform", "region", "volume",
	},
	"aws_ecs_service":                          {"name", "cluster", "launch_type", "scheduling_strategy", "region"},
	"aws_ecs_cluster":                          {"name", "region"},
	"aws_lambda_function":                      {"function_name", "package_type", "region"},
	"aws_cloudwatch_log_group":                 {"name", "name_prefix", "region", "log_group_class"},
	"aws_iam_role":                             {"name", "name_prefix", "path"},
	"aws_iam_role_policy":                      {"name", "name_prefix", "role"},
	"aws_iam_instance_profile":                 {"name", "name_prefix", "path"},
	"aws_key_pair":                             {"key_name", "public_key", "region"},
	"yandex_compute_instance":                  {"boot_disk", "zone", "folder_id", "hostname"},
	"yandex_iam_service_account":               {"folder_id"},
	"yandex_logging_group":                     {"folder_id"},
	"yandex_resourcemanager_folder_iam_member": {"folder_id", "role", "member"},
	"yandex_serverless_container":              {"folder_id"},
	"yandex_serverless_container_iam_member":   {"container_id", "role", "member"},
}

// planned is the state a change is to end in, and the names of what forces a new resource.
func (s *server) planned(kind string, of *block, prior, proposed object) (object, []string) {
	s.defaults(of, proposed)
	if prior == nil {
		markUnknown(of, proposed)
		s.foretell(kind, proposed)
		return proposed, nil
	}
	if reflect.DeepEqual(prior, proposed) {
		return proposed, nil
	}
	var replaces []string
	for _, name := range forceNew[kind] {
		if !reflect.DeepEqual(prior[name], proposed[name]) {
			replaces = append(replaces, name)
		}
	}
	markUnknown(of, proposed)
	return proposed, replaces
}

// defaults are the computed values that the provider knows without asking.
func (s *server) defaults(of *block, values object) {
	if _, has := of.Attributes["tags_all"]; has {
		if _, open := values["tags"].(unknown); open {
			values["tags_all"] = unknown{}
		} else {
			all := object{}
			for name, value := range s.config.tags {
				all[name] = value
			}
			tags, _ := values["tags"].(object)
			for name, value := range tags {
				all[name] = value
			}
			values["tags_all"] = all
		}
	}
	fallBack := func(name, value string) {
		if attr, has := of.Attributes[name]; has && attr.Computed && values[name] == nil && value != "" {
			values[name] = value
		}
	}
	fallBack("region", s.config.region)
	fallBack("folder_id", s.config.folder)
	fallBack("zone", s.config.zone)
}

// foretell sets what the real provider knows at plan time of a resource that is to be made.
func (s *server) foretell(kind string, values object) {
	if kind == "aws_lambda_function" {
		if _, open := values["architectures"].(unknown); open {
			values["architectures"] = []any{"x86_64"}
		}
	}
}

// markUnknown says "known after apply" of every computed value that is not set.
func markUnknown(of *block, values object) {
	for name, attr := range of.Attributes {
		if attr.Computed && values[name] == nil {
			values[name] = unknown{}
		}
	}
	eachBlock(of, values, func(_ string, inner *block, each object) { markUnknown(inner, each) })
}

// eachBlock visits the blocks one level below.
func eachBlock(of *block, values object, visit func(name string, inner *block, each object)) {
	for name, kind := range of.BlockTypes {
		switch blocks := values[name].(type) {
		case []any:
			for _, element := range blocks {
				if each, is := element.(object); is {
					visit(name, kind.Block, each)
				}
			}
		case object:
			visit(name, kind.Block, blocks)
		}
	}
}
