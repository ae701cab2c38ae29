package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

type speed struct {
	Files   int     `json:"files"`
	Bytes   int     `json:"bytes"`
	Rounds  int     `json:"rounds"`
	Seconds float64 `json:"seconds"`
	MBps    float64 `json:"mb_s"`
}

// bench parses files, read beforehand, over and over on one thread and writes the speed of the best round.
func bench(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("bench", flag.ExitOnError)
	filesFrom := flags.String("files-from", "", "")
	duration := flags.Duration("for", 5*time.Second, "")
	if err := flags.Parse(args); err != nil {
		return err
	}
	var sources [][]byte
	result := speed{}
	read := func(name string) error {
		src, err := os.ReadFile(name)
		sources = append(sources, src)
		result.Bytes += len(src)
		return err
	}
	for _, name := range flags.Args() {
		if err := read(name); err != nil {
			return err
		}
	}
	if *filesFrom != "" {
		if err := lines(*filesFrom, func(_ int, line string) error { return read(line) }); err != nil {
			return err
		}
	}
	if result.Bytes == 0 {
		return fmt.Errorf("reading files: no bytes (expected: at least one file with text)")
	}
	result.Files = len(sources)
	best := time.Duration(1 << 62)
	for begun := time.Now(); time.Since(begun) < *duration; result.Rounds++ {
		start := time.Now()
		for _, src := range sources {
			if _, diags := hclsyntax.ParseConfig(src, "bench", hcl.InitialPos); diags.HasErrors() {
				return diags
			}
		}
		best = min(best, time.Since(start))
	}
	result.Seconds = best.Seconds()
	result.MBps = float64(result.Bytes) / 1e6 / result.Seconds
	return json.NewEncoder(out).Encode(result)
}
