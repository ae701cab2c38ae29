package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

var (
	awsTagText      = regexp.MustCompile(`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`)
	awsRoleName     = regexp.MustCompile(`^[\w+=,.@-]{1,64}$`)
	awsFunctionName = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`)
	awsECSName      = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,255}$`)
	awsLogName      = regexp.MustCompile(`^[.\-_/#A-Za-z0-9]{1,512}$`)
	awsAMI          = regexp.MustCompile(`^ami-[0-9a-f]{8,17}$`)
	awsSubnetID     = regexp.MustCompile(`^subnet-[0-9a-f]{8,17}$`)
	awsImage        = regexp.MustCompile(`^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/[a-z0-9._/-]+(:[\w.-]+|@sha256:[0-9a-f]{64})$`)
	awsEnvName      = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9_]+$`)
	awsInstanceType = regexp.MustCompile(`^[a-z][a-z0-9-]*\.(nano|micro|small|medium|large|metal|\d*xlarge)$`)
)

// fargateMemory are the megabytes that may go with a number of CPU units.
var fargateMemory = map[string]func(mb int) bool{
	"256":   func(mb int) bool { return mb == 512 || mb == 1024 || mb == 2048 },
	"512":   func(mb int) bool { return mb >= 1024 && mb <= 4096 && mb%1024 == 0 },
	"1024":  func(mb int) bool { return mb >= 2048 && mb <= 8192 && mb%1024 == 0 },
	"2048":  func(mb int) bool { return mb >= 4096 && mb <= 16384 && mb%1024 == 0 },
	"4096":  func(mb int) bool { return mb >= 8192 && mb <= 30720 && mb%1024 == 0 },
	"8192":  func(mb int) bool { return mb >= 16384 && mb <= 61440 && mb%4096 == 0 },
	"16384": func(mb int) bool { return mb >= 32768 && mb <= 122880 && mb%8192 == 0 },
}

func awsTags(f *findings, values object) {
	tags := names(values, "tags")
	if len(tags) > 50 {
		f.refuse("tags", "%d tags (expected: at most 50)", len(tags))
	}
	for _, key := range sortedKeys(tags) {
		switch {
		case key == "" || len([]rune(key)) > 128:
			f.refuse("tags", "key %q (expected: 1 to 128 characters)", key)
		case strings.HasPrefix(strings.ToLower(key), "aws:"):
			f.refuse("tags", "key %q begins with aws:, which is reserved", key)
		case len([]rune(tags[key])) > 256:
			f.refuse("tags", "value of %q has more than 256 characters", key)
		case !awsTagText.MatchString(key + tags[key]):
			f.refuse("tags", "%q=%q (expected: letters, digits, spaces and _.:/=+-@)", key, tags[key])
		}
	}
}

func awsInstance(f *findings, values object) {
	f.matches(values, "ami", awsAMI, "ami- and 8 to 17 hexadecimal digits")
	f.matches(values, "instance_type", awsInstanceType, "a type such as m6i.large")
	f.matches(values, "subnet_id", awsSubnetID, "subnet- and 8 to 17 hexadecimal digits")
	f.among(values, "instance_initiated_shutdown_behavior", "stop", "terminate")
	if data := text(values, "user_data"); len(data) > 16384 {
		f.refuse("user_data", "%d bytes (expected: at most 16384)", len(data))
	}
	for _, name := range []string{"ami", "instance_type"} {
		if values[name] == nil && len(first(values, "launch_template")) == 0 {
			f.refuse(name, "missing (expected: %s, or a launch template)", name)
		}
	}
	metadata := first(values, "metadata_options")
	f.among(metadata, "http_tokens", "optional", "required")
	f.among(metadata, "http_endpoint", "enabled", "disabled")
	f.within(metadata, "http_put_response_hop_limit", 1, 64)
	root := first(values, "root_block_device")
	f.among(root, "volume_type", "standard", "gp2", "gp3", "io1", "io2", "sc1", "st1")
	f.within(root, "volume_size", 1, 16384)
	market := first(values, "instance_market_options")
	f.among(market, "market_type", "spot", "capacity-block")
	spot := first(market, "spot_options")
	f.among(spot, "spot_instance_type", "one-time", "persistent")
	f.among(spot, "instance_interruption_behavior", "hibernate", "stop", "terminate")
	if text(spot, "spot_instance_type") == "one-time" && text(spot, "instance_interruption_behavior") == "stop" {
		f.refuse("instance_market_options", "a one-time spot instance cannot be stopped (expected: terminate)")
	}
}

func awsTaskDefinition(f *findings, values object) {
	f.matches(values, "family", awsECSName, "1 to 255 letters, digits, _ and -")
	awsFargatePair(f, values)
	if size, known := number(first(values, "ephemeral_storage"), "size_in_gib"); known && (size < 21 || size > 200) {
		f.refuse("ephemeral_storage", "%v GiB (expected: 21 to 200)", size)
	}
	definitions, known := values["container_definitions"].(string)
	if !known {
		return
	}
	var containers []struct {
		Name        string `json:"name"`
		Image       string `json:"image"`
		Privileged  bool   `json:"privileged"`
		StopTimeout int    `json:"stopTimeout"`
		Essential   *bool  `json:"essential"`
	}
	if err := json.Unmarshal([]byte(definitions), &containers); err != nil {
		f.refuse("container_definitions", "%v (expected: a JSON list of containers)", err)
		return
	}
	if len(containers) == 0 {
		f.refuse("container_definitions", "empty (expected: at least one container)")
	}
	for _, container := range containers {
		switch {
		case !awsECSName.MatchString(container.Name) || container.Image == "":
			f.refuse("container_definitions", "container %q without a valid name or image", container.Name)
		case container.Privileged && fargate(values):
			f.refuse("container_definitions", "container %q is privileged, which Fargate does not allow", container.Name)
		case container.StopTimeout > 120:
			f.refuse("container_definitions", "stopTimeout %d (expected: at most 120)", container.StopTimeout)
		}
	}
}

func fargate(values object) bool {
	compatible, _ := values["requires_compatibilities"].([]any)
	return slices.Contains(compatible, any("FARGATE"))
}

func awsFargatePair(f *findings, values object) {
	if !fargate(values) {
		return
	}
	f.among(values, "network_mode", "awsvpc")
	cpu, cpuKnown := values["cpu"].(string)
	memory, memoryKnown := values["memory"].(string)
	if !cpuKnown || !memoryKnown {
		return
	}
	var mb int
	if err := json.Unmarshal([]byte(memory), &mb); err != nil {
		f.refuse("memory", "%q (expected: megabytes)", memory)
		return
	}
	allowed, has := fargateMemory[cpu]
	if !has || !allowed(mb) {
		f.refuse("cpu", "No Fargate configuration exists for given values: %s CPU, %s memory.", cpu, memory)
	}
}

func awsService(f *findings, values object) {
	f.matches(values, "name", awsECSName, "1 to 255 letters, digits, _ and -")
	f.among(values, "launch_type", "EC2", "FARGATE", "EXTERNAL")
	f.among(values, "propagate_tags", "SERVICE", "TASK_DEFINITION", "NONE")
	if strategies, _ := values["capacity_provider_strategy"].([]any); len(strategies) > 0 &&
		text(values, "launch_type") != "" {
		f.refuse("launch_type", "specified together with capacity_provider_strategy (expected: one of them)")
	}
	f.within(values, "desired_count", 0, 5000)
}

func awsLambda(f *findings, values object) {
	f.matches(values, "function_name", awsFunctionName, "1 to 64 letters, digits, _ and -")
	f.within(values, "timeout", 1, 900)
	f.within(values, "memory_size", 128, 10240)
	f.within(values, "reserved_concurrent_executions", -1, 1000)
	f.within(first(values, "ephemeral_storage"), "size", 512, 10240)
	f.among(values, "package_type", "Zip", "Image")
	if text(values, "package_type") == "Image" {
		f.matches(values, "image_uri", awsImage, "an image of a private ECR repository, by tag or digest")
		if values["handler"] != nil || values["runtime"] != nil {
			f.refuse("package_type", "Image goes without handler and runtime")
		}
	}
	variables := names(first(values, "environment"), "variables")
	size := 0
	for _, name := range sortedKeys(variables) {
		size += len(name) + len(variables[name])
		if !awsEnvName.MatchString(name) {
			f.refuse("environment", "name %q (expected: a letter, then letters, digits and _)", name)
		}
		if strings.HasPrefix(name, "AWS_LAMBDA_") || slices.Contains([]string{"AWS_REGION", "AWS_ACCESS_KEY_ID"}, name) {
			f.refuse("environment", "name %q is reserved", name)
		}
	}
	if size > 4096 {
		f.refuse("environment", "%d bytes of variables (expected: at most 4096)", size)
	}
}

func awsLogGroup(f *findings, values object) {
	f.matches(values, "name", awsLogName, "1 to 512 characters of A-Z a-z 0-9 . - _ / #")
	days := []float64{0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
		3288, 3653}
	if value, known := number(values, "retention_in_days"); known && !slices.Contains(days, value) {
		f.refuse("retention_in_days", "%v (expected one of: %v)", value, days)
	}
}

func awsRole(f *findings, values object) {
	f.matches(values, "name", awsRoleName, "1 to 64 letters, digits and +=,.@_-")
	awsPolicy(f, values, "assume_role_policy")
}

func awsRolePolicy(f *findings, values object) {
	f.matches(values, "name", awsRoleName, "1 to 128 letters, digits and +=,.@_-")
	awsPolicy(f, values, "policy")
}

func awsInstanceProfile(f *findings, values object) {
	f.matches(values, "name", awsRoleName, "1 to 128 letters, digits and +=,.@_-")
}

func awsPolicy(f *findings, values object, attribute string) {
	document, known := values[attribute].(string)
	if !known {
		return
	}
	var policy struct {
		Version   string
		Statement []struct{ Effect string }
	}
	if err := json.Unmarshal([]byte(document), &policy); err != nil || len(policy.Statement) == 0 {
		f.refuse(attribute, "MalformedPolicyDocument: no JSON policy with a statement")
		return
	}
	for _, statement := range policy.Statement {
		if statement.Effect != "Allow" && statement.Effect != "Deny" {
			f.refuse(attribute, "MalformedPolicyDocument: effect %q (expected: Allow or Deny)", statement.Effect)
		}
	}
}
