package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// speed prints how many megabytes a second one thread parses, from bytes in memory to syntax trees: passes over all
// files below the folder, for two seconds after two of warming up.
func speed(folder string) error {
	var files [][]byte
	bytes := 0
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		files = append(files, content)
		bytes += len(content)
		return err
	})
	if err != nil {
		return err
	}
	pass := func() error {
		for _, content := range files {
			_, diagnostics := hclsyntax.ParseConfig(content, "config.fly", hcl.InitialPos)
			if diagnostics.HasErrors() {
				return diagnostics
			}
		}
		return nil
	}
	repeat := func(span time.Duration) (int, time.Duration, error) {
		start := time.Now()
		passes := 0
		for time.Since(start) < span {
			if err := pass(); err != nil {
				return 0, 0, err
			}
			passes++
		}
		return passes, time.Since(start), nil
	}
	if _, _, err := repeat(2 * time.Second); err != nil {
		return err
	}
	passes, took, err := repeat(4 * time.Second)
	if err != nil {
		return err
	}
	fmt.Printf("%.2f\n", float64(passes)*float64(bytes)/1e6/took.Seconds())
	return nil
}
