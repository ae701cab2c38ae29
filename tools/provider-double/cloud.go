package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// cloud keeps resources as files below one folder: CLOUD/TYPE/KEY.json. Tests read, change and remove them.
type cloud struct {
	folder string
	name   string
}

// record is one resource as it lies in its file.
type record struct {
	Type   string `json:"type"`
	Key    string `json:"key"`
	Values object `json:"values"`
}

// keyOf is what tells a resource from the others of its type, region included.
func keyOf(kind string, values object) string {
	id := text(values, "id")
	if kind == "aws_ecs_task_definition" {
		// Its id is the family, which all revisions share.
		id = text(values, "arn")
	}
	if region := text(values, "region"); region != "" {
		return region + "/" + id
	}
	return id
}

func (c *cloud) file(kind, key string) string {
	return filepath.Join(c.folder, c.name, kind, url.PathEscape(key)+".json")
}

func (c *cloud) find(kind, key string) (*record, error) {
	data, err := os.ReadFile(c.file(kind, key))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	found := &record{}
	if err := json.Unmarshal(data, found); err != nil {
		return nil, fmt.Errorf("reading %s: %w", c.file(kind, key), err)
	}
	return found, nil
}

func (c *cloud) list(kind string) ([]*record, error) {
	files, err := filepath.Glob(filepath.Join(c.folder, c.name, kind, "*.json"))
	if err != nil {
		return nil, err
	}
	var out []*record
	for _, file := range files {
		key, err := url.PathUnescape(strings.TrimSuffix(filepath.Base(file), ".json"))
		if err != nil {
			return nil, err
		}
		found, err := c.find(kind, key)
		if err != nil {
			return nil, err
		}
		if found != nil {
			out = append(out, found)
		}
	}
	return out, nil
}

// save replaces the file in one step, so that nobody reads half of it.
func (c *cloud) save(kind string, values object) error {
	kept := record{Type: kind, Key: keyOf(kind, values), Values: values}
	data, err := json.MarshalIndent(kept, "", " ")
	if err != nil {
		return err
	}
	file := c.file(kind, kept.Key)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	fresh, err := os.CreateTemp(filepath.Dir(file), ".new-*")
	if err != nil {
		return err
	}
	_, err = fresh.Write(append(data, '\n'))
	if err = errors.Join(err, fresh.Close()); err != nil {
		return err
	}
	return os.Rename(fresh.Name(), file)
}

// remove is silent when there is nothing to remove.
func (c *cloud) remove(kind, key string) error {
	err := os.Remove(c.file(kind, key))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// locked runs the action while no other process of any double that shares the folder runs one.
func (c *cloud) locked(action func() error) error {
	if err := os.MkdirAll(c.folder, 0o700); err != nil {
		return err
	}
	lock, err := os.OpenFile(filepath.Join(c.folder, ".lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return err
	}
	return action()
}

// note adds one line to the list of calls.
func (c *cloud) note(operation, kind, key string) error {
	line, err := json.Marshal(map[string]string{"operation": operation, "type": kind, "key": key})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.folder, 0o700); err != nil {
		return err
	}
	calls, err := os.OpenFile(filepath.Join(c.folder, "calls.jsonl"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = calls.Write(append(line, '\n'))
	return errors.Join(err, calls.Close())
}
