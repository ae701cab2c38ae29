package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

const account = "123456789012"
const madeAt = "2026-01-01T00:00:00Z"

// maker fills what a cloud decides. The same configuration gives the same values, so plans can be compared.
type maker struct {
	kind   string
	seed   [32]byte
	values object
	id     string
}

// newMaker seeds from the configuration; attempt tells resources of equal configuration apart.
func newMaker(kind string, values object, attempt int) (*maker, error) {
	// What is unknown marshals as an empty object, every time.
	text, err := json.Marshal([]any{kind, values, attempt})
	if err != nil {
		return nil, err
	}
	return &maker{kind: kind, seed: sha256.Sum256(text), values: values}, nil
}

// fill replaces every unknown value.
func (m *maker) fill(of *block) {
	if _, open := m.values["id"].(unknown); open {
		m.values["id"] = m.newID()
	}
	m.id = text(m.values, "id")
	if _, open := m.values["arn"].(unknown); open {
		m.values["arn"] = m.arn()
	}
	if m.kind == "aws_ecs_service" || m.kind == "aws_ecs_cluster" || m.kind == "aws_iam_policy" {
		m.values["id"] = m.values["arn"]
	}
	m.fillBlock(of, m.values, "")
}

func (m *maker) fillBlock(of *block, values object, path string) {
	for _, name := range sortedKeys(of.Attributes) {
		if _, open := values[name].(unknown); open {
			values[name] = m.value(name, of.Attributes[name].parsed, path)
		}
	}
	for name, kind := range of.BlockTypes {
		if values[name] == nil && kind.Mode != "single" {
			values[name] = []any{}
		}
	}
	eachBlock(of, values, func(name string, inner *block, each object) { m.fillBlock(inner, each, path+name+".") })
}

func (m *maker) value(name string, kind tftypes.Type, path string) any {
	switch {
	case kind.Is(tftypes.String):
		return m.textOf(name, path)
	case kind.Is(tftypes.Number):
		if name == "revision" {
			return float64(1 + binary.BigEndian.Uint16(m.seed[6:]))
		}
		return float64(0)
	case kind.Is(tftypes.Bool):
		return name == "associate_public_ip_address"
	case kind.Is(tftypes.List{}), kind.Is(tftypes.Set{}):
		return []any{}
	default:
		return object{}
	}
}

// textOf is a computed text; "" where the cloud would say nothing.
func (m *maker) textOf(name, path string) string {
	inner := sha256.Sum256(append(m.seed[:], path+name...))
	digits := hex.EncodeToString(inner[:])
	private := fmt.Sprintf("10.%d.%d.%d", inner[0], inner[1], 4+inner[2]%250)
	public := fmt.Sprintf("198.%d.%d.%d", 18+inner[0]%2, inner[1], 4+inner[2]%250)
	switch path + name {
	case "id":
		return m.id
	case "instance_state", "status":
		return m.status()
	case "private_ip", "network_interface.ip_address":
		return private
	case "public_ip":
		if m.values["associate_public_ip_address"] == false {
			return ""
		}
		return public
	case "network_interface.nat_ip_address":
		if first(m.values, "network_interface")["nat"] != true {
			return ""
		}
		return public
	case "private_dns":
		return m.id + "." + text(m.values, "region") + ".compute.internal"
	case "fqdn":
		return m.id + ".auto.internal"
	case "availability_zone":
		return text(m.values, "region") + "a"
	case "url":
		return "https://" + m.id + ".containers.yandexcloud.net/"
	case "invoke_arn":
		return "arn:aws:apigateway:" + text(m.values, "region") + ":lambda:path/2015-03-31/functions/" +
			text(m.values, "arn") + "/invocations"
	case "qualified_arn":
		return text(m.values, "arn") + ":$LATEST"
	case "arn_without_revision":
		arn := text(m.values, "arn")
		return arn[:strings.LastIndex(arn, ":")]
	case "version":
		return "$LATEST"
	case "launch_type":
		return "FARGATE"
	case "created_at", "create_date", "last_modified":
		return madeAt
	case "image.digest":
		return "sha256:" + digits
	case "root_block_device.volume_id":
		return "vol-" + digits[:17]
	case "subnet_id":
		return "subnet-" + digits[:17]
	case "primary_network_interface_id":
		return "eni-" + digits[:17]
	case "unique_id":
		return "AROA" + strings.ToUpper(digits[:17])
	case "service_account_id", "log_group_id":
		return m.id
	case "revision_id":
		return "bba" + digits[:17]
	case "boot_disk.disk_id":
		return "fhm" + digits[:17]
	case "execution_timeout":
		return "3s"
	default:
		return ""
	}
}

func (m *maker) status() string {
	switch m.kind {
	case "aws_instance", "yandex_compute_instance":
		return "running"
	default:
		return "ACTIVE"
	}
}

func (m *maker) newID() string {
	digits := hex.EncodeToString(m.seed[:])
	switch m.kind {
	case "aws_instance":
		return "i-" + digits[:17]
	case "aws_iam_role_policy":
		return text(m.values, "role") + ":" + text(m.values, "name")
	case "aws_iam_role", "aws_iam_instance_profile", "aws_cloudwatch_log_group", "aws_lambda_function",
		"aws_ecs_task_definition":
		return nameOf(m.values)
	case "aws_key_pair":
		return text(m.values, "key_name")
	case "yandex_resourcemanager_folder_iam_member":
		return strings.Join([]string{text(m.values, "folder_id"), text(m.values, "role"), text(m.values, "member")}, "/")
	}
	if strings.HasPrefix(m.kind, "aws_") {
		return strings.ReplaceAll(strings.TrimPrefix(m.kind, "aws_"), "_", "-") + "-" + digits[:17]
	}
	prefixes := map[string]string{
		"yandex_compute_instance": "fhm", "yandex_serverless_container": "bba", "yandex_iam_service_account": "aje",
		"yandex_logging_group": "e23",
	}
	prefix, has := prefixes[m.kind]
	if !has {
		prefix = "enp"
	}
	// Ids of Yandex are 20 letters and digits.
	digits = strings.Repeat("0", 17) + new(big.Int).SetBytes(m.seed[:]).Text(36)
	return prefix + digits[len(digits)-17:]
}

func (m *maker) arn() string {
	region, name := text(m.values, "region"), nameOf(m.values)
	place := region + ":" + account + ":"
	switch m.kind {
	case "aws_instance":
		return "arn:aws:ec2:" + place + "instance/" + m.id
	case "aws_ecs_task_definition":
		return fmt.Sprintf("arn:aws:ecs:%stask-definition/%s:%v", place, name, m.revision())
	case "aws_ecs_service":
		cluster := text(m.values, "cluster")
		return "arn:aws:ecs:" + place + "service/" + cluster[strings.LastIndex(cluster, "/")+1:] + "/" + name
	case "aws_ecs_cluster":
		return "arn:aws:ecs:" + place + "cluster/" + name
	case "aws_lambda_function":
		return "arn:aws:lambda:" + place + "function:" + name
	case "aws_cloudwatch_log_group":
		return "arn:aws:logs:" + place + "log-group:" + name
	case "aws_iam_role":
		return "arn:aws:iam::" + account + ":role/" + name
	case "aws_iam_instance_profile":
		return "arn:aws:iam::" + account + ":instance-profile/" + name
	case "aws_iam_policy":
		return "arn:aws:iam::" + account + ":policy/" + name
	default:
		return "arn:aws:" + strings.TrimPrefix(m.kind, "aws_") + ":" + place + m.id
	}
}

// revision must be known before the arn that ends in it.
func (m *maker) revision() any {
	if _, open := m.values["revision"].(unknown); open {
		m.values["revision"] = m.value("revision", tftypes.Number, "")
	}
	return m.values["revision"]
}
