package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

// fault is one order to fail, an element of faults.json in the cloud's folder. Empty fields match everything.
type fault struct {
	Cloud     string `json:"cloud"`
	Operation string `json:"operation"` // create (when empty), read, update, delete
	Type      string `json:"type"`      // regular expression for the whole type
	Name      string `json:"name"`      // regular expression for a part of the resource's name
	Fault     string `json:"fault"`     // quota, capacity, denied, throttled, slow, lost
	Millis    int    `json:"millis"`    // for slow
	Nth       int    `json:"nth"`       // only the n-th matching call, counted from 1
	Times     int    `json:"times"`     // only the first so many matching calls
}

// effect is what happens to a call: an error before or after the work, or nothing.
type effect struct {
	before error
	after  error
}

// effect decides what is to go wrong with a call, and waits when it is to be slow.
func (c *cloud) effect(operation, kind string, values object) (effect, error) {
	var out effect
	var wait time.Duration
	err := c.locked(func() error {
		faults, err := c.faults()
		if err != nil {
			return err
		}
		for i, each := range faults {
			hit, err := c.hits(i, each, operation, kind, nameOf(values))
			if err != nil {
				return err
			}
			if hit {
				out, wait = out.with(each, kind, values, wait)
			}
		}
		return nil
	})
	time.Sleep(wait)
	return out, err
}

func (e effect) with(f fault, kind string, values object, wait time.Duration) (effect, time.Duration) {
	switch f.Fault {
	case "slow":
		return e, wait + time.Duration(f.Millis)*time.Millisecond
	case "lost":
		return effect{e.before, errors.New(lostText)}, wait
	default:
		return effect{errors.New(faultText(f.Fault, kind, values)), e.after}, wait
	}
}

const lostText = "connection reset by peer: the request was sent, and no answer came"

func (c *cloud) faults() ([]fault, error) {
	data, err := os.ReadFile(filepath.Join(c.folder, "faults.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []fault
	if err := json.Unmarshal(data, &out); err != nil {
		return nil, fmt.Errorf("reading faults.json: %w", err)
	}
	for _, each := range out {
		switch each.Fault {
		case "quota", "capacity", "denied", "throttled", "slow", "lost":
		default:
			return nil, fmt.Errorf("faults.json: fault %q (expected: quota, capacity, denied, throttled, slow, lost)",
				each.Fault)
		}
	}
	return out, nil
}

func (c *cloud) hits(index int, f fault, operation, kind, name string) (bool, error) {
	wanted := f.Operation
	if wanted == "" {
		wanted = "create"
	}
	if operation != wanted || (f.Cloud != "" && f.Cloud != c.name) {
		return false, nil
	}
	if f.Type != "" {
		if match, err := regexp.MatchString("^(?:"+f.Type+")$", kind); err != nil || !match {
			return false, err
		}
	}
	if match, err := regexp.MatchString(f.Name, name); err != nil || !match {
		return false, err
	}
	if f.Nth == 0 && f.Times == 0 {
		return true, nil
	}
	count, err := c.count(fmt.Sprintf(".count-%d", index))
	return err == nil && (f.Nth == 0 || count == f.Nth) && (f.Times == 0 || count <= f.Times), err
}

// count adds one to a counter that outlives the process.
func (c *cloud) count(name string) (int, error) {
	file := filepath.Join(c.folder, name)
	data, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	before := 0
	if len(data) > 0 {
		if before, err = strconv.Atoi(string(data)); err != nil {
			return 0, err
		}
	}
	return before + 1, os.WriteFile(file, []byte(strconv.Itoa(before+1)), 0o600)
}

// nameOf is what a user would call the resource.
func nameOf(values object) string {
	for _, attribute := range []string{"name", "function_name", "family"} {
		if name := text(values, attribute); name != "" {
			return name
		}
	}
	return names(values, "tags")["Name"]
}

func faultText(what, kind string, values object) string {
	if kind[:4] == "aws_" {
		return awsFault(what, kind, values)
	}
	return yandexFault(what, kind, values)
}

func awsFault(what, kind string, values object) string {
	switch what {
	case "capacity":
		if kind != "aws_instance" {
			return "api error ServiceUnavailable: Capacity is unavailable at this time. Please try again at a later time."
		}
		return fmt.Sprintf("creating EC2 Instance: operation error EC2: RunInstances, https response error StatusCode: 500,"+
			" api error InsufficientInstanceCapacity: We currently do not have sufficient %s capacity in zones with"+
			" support for 'gp3' volumes.", text(values, "instance_type"))
	case "quota":
		if kind != "aws_instance" {
			return "api error LimitExceededException: the quota of the account is used up"
		}
		return "creating EC2 Instance: operation error EC2: RunInstances, https response error StatusCode: 400," +
			" api error VcpuLimitExceeded: You have requested more vCPU capacity than your current vCPU limit of 32 allows" +
			" for the instance bucket that the specified instance type belongs to."
	case "denied":
		return "https response error StatusCode: 403, api error UnauthorizedOperation: You are not authorized to perform" +
			" this operation."
	default:
		return "https response error StatusCode: 503, api error RequestLimitExceeded: Request limit exceeded."
	}
}

func yandexFault(what, kind string, values object) string {
	switch what {
	case "capacity":
		return fmt.Sprintf("rpc error: code = ResourceExhausted desc = Not enough resources in zone %s", text(values, "zone"))
	case "quota":
		limit := "compute.instances.count"
		if kind == "yandex_serverless_container" {
			limit = "serverless.containers.count"
		}
		return "rpc error: code = ResourceExhausted desc = Quota limit " + limit + " exceeded"
	case "denied":
		return "rpc error: code = PermissionDenied desc = Permission denied"
	default:
		return "rpc error: code = Unavailable desc = The service is currently unavailable"
	}
}
