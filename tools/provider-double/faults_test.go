package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func order(t *testing.T, s *server, faults string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(s.cloud.folder, "faults.json"), []byte(faults), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestFaults_sayWhatTheCloudsSay(t *testing.T) {
	for _, each := range []struct{ cloud, kind, fault, want string }{
		{"aws", "aws_instance", "capacity", "InsufficientInstanceCapacity"},
		{"aws", "aws_instance", "quota", "VcpuLimitExceeded"},
		{"aws", "aws_cloudwatch_log_group", "quota", "LimitExceededException"},
		{"aws", "aws_instance", "denied", "UnauthorizedOperation"},
		{"aws", "aws_instance", "throttled", "RequestLimitExceeded"},
		{"yandex", "yandex_compute_instance", "capacity", "ResourceExhausted"},
		{"yandex", "yandex_compute_instance", "quota", "Quota limit compute.instances.count exceeded"},
		{"yandex", "yandex_serverless_container", "quota", "serverless.containers.count"},
		{"yandex", "yandex_compute_instance", "denied", "PermissionDenied"},
		{"yandex", "yandex_compute_instance", "throttled", "Unavailable"},
	} {
		s := double(t, each.cloud)
		order(t, s, `[{"fault":"`+each.fault+`"}]`)
		_, refused, _ := change(t, s, each.kind, nil, accepted[each.kind]())
		if !strings.Contains(refused, each.want) {
			t.Errorf("%s %s: %q (expected: %s)", each.kind, each.fault, refused, each.want)
		}
		if left, _ := s.cloud.list(each.kind); len(left) > 0 {
			t.Errorf("%s %s: it was made all the same", each.kind, each.fault)
		}
	}
}

func TestFault_ofTheNthCall_leavesTheOthers(t *testing.T) {
	s := double(t, "aws")
	order(t, s, `[{"type":"aws_instance","fault":"capacity","nth":2}]`)
	var refused []string
	for range 3 {
		_, text, _ := change(t, s, "aws_instance", nil, machine())
		refused = append(refused, text)
	}
	if refused[0] != "" || refused[1] == "" || refused[2] != "" {
		t.Errorf("%q", refused)
	}
}

func TestFault_someTimes_ends(t *testing.T) {
	s := double(t, "aws")
	order(t, s, `[{"operation":"delete","type":"aws_instance","fault":"throttled","times":1}]`)
	state, _, _ := change(t, s, "aws_instance", nil, machine())
	if _, refused, _ := change(t, s, "aws_instance", state, nil); refused == "" {
		t.Error("the first call was not refused")
	}
	if _, refused, _ := change(t, s, "aws_instance", state, nil); refused != "" {
		t.Error(refused)
	}
}

func TestFault_ofAnotherName_isNotMeant(t *testing.T) {
	s := double(t, "aws")
	order(t, s, `[{"name":"^gosling-z$","fault":"quota"},{"cloud":"yandex","fault":"quota"},{"type":"aws_i","fault":"quota"}]`)
	if _, refused, _ := change(t, s, "aws_instance", nil, machine()); refused != "" {
		t.Error(refused)
	}
}

func TestFault_lost_isMadeButNotToldOf(t *testing.T) {
	s := double(t, "yandex")
	order(t, s, `[{"fault":"lost"}]`)
	state, refused, _ := change(t, s, "yandex_iam_service_account", nil, object{"name": "gosling-web-vm"})
	made, err := s.cloud.list("yandex_iam_service_account")
	if refused == "" || state != nil || err != nil || len(made) != 1 {
		t.Errorf("%q %v %v %v", refused, state, made, err)
	}
}

func TestFault_slow_takesItsTime(t *testing.T) {
	s := double(t, "aws")
	order(t, s, `[{"fault":"slow","millis":60}]`)
	began := time.Now()
	if _, refused, _ := change(t, s, "aws_instance", nil, machine()); refused != "" {
		t.Fatal(refused)
	}
	if took := time.Since(began); took < 60*time.Millisecond {
		t.Errorf("took %s", took)
	}
}

func TestFault_ofAnUnknownKind_isAnError(t *testing.T) {
	s := double(t, "aws")
	order(t, s, `[{"fault":"flood"}]`)
	if _, err := s.cloud.effect("create", "aws_instance", machine()); err == nil {
		t.Error("no error")
	}
}
