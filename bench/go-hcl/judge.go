package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// longestLine bounds a line of input: a file of 5 MB in base64.
const longestLine = 8 << 20

type problem struct {
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Summary string `json:"summary"`
}

type verdict struct {
	File   string    `json:"file"`
	OK     bool      `json:"ok"`
	Errors []problem `json:"errors"`
	Tree   string    `json:"tree,omitempty"`
}

func judge(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("judge", flag.ExitOnError)
	tree := flags.Bool("tree", false, "")
	cases := flags.String("cases", "", "")
	filesFrom := flags.String("files-from", "", "")
	if err := flags.Parse(args); err != nil {
		return err
	}
	buffered := bufio.NewWriter(out)
	defer buffered.Flush()
	encoder := json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)

	file := func(name string) error {
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return encoder.Encode(verdictOf(src, name, *tree))
	}
	for _, name := range flags.Args() {
		if err := file(name); err != nil {
			return err
		}
	}
	if *filesFrom != "" {
		err := lines(*filesFrom, func(_ int, line string) error { return file(line) })
		if err != nil {
			return err
		}
	}
	if *cases == "" {
		return nil
	}
	return lines(*cases, func(number int, line string) error {
		src, err := base64.StdEncoding.DecodeString(line)
		if err != nil {
			return fmt.Errorf("line %d of the cases: %w", number, err)
		}
		return encoder.Encode(verdictOf(src, fmt.Sprint(number), *tree))
	})
}

func lines(name string, each func(number int, line string) error) error {
	in := os.Stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		in = file
	}
	scanner := bufio.NewScanner(in)
	scanner.Buffer(nil, longestLine)
	for number := 0; scanner.Scan(); number++ {
		if err := each(number, scanner.Text()); err != nil {
			return err
		}
	}
	return scanner.Err()
}

func verdictOf(src []byte, name string, tree bool) (result verdict) {
	result = verdict{File: name, Errors: []problem{}}
	defer func() {
		if cause := recover(); cause != nil {
			result.OK = false
			result.Errors = append(result.Errors, problem{Summary: fmt.Sprint("panic: ", cause)})
		}
	}()
	file, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	for _, diag := range diags {
		if diag.Severity == hcl.DiagError {
			result.Errors = append(
				result.Errors, problem{diag.Subject.Start.Line, diag.Subject.Start.Column, diag.Summary})
		}
	}
	result.OK = len(result.Errors) == 0
	if tree && result.OK {
		result.Tree = treeOf(file.Body.(*hclsyntax.Body), src)
	}
	return result
}
