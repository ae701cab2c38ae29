package main

import (
	"bytes"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// tree writes a syntax tree as nested parentheses, in a form that hides how the implementation keeps it: a chain of
// attributes and indexes is nested from the left, a directive is told from an expression of the same kind.
type tree struct {
	out strings.Builder
	src []byte
}

func treeOf(body *hclsyntax.Body, src []byte) string {
	t := tree{src: src}
	t.body(body)
	return t.out.String()
}

func (t *tree) body(body *hclsyntax.Body) {
	type item struct {
		at    int
		write func()
	}
	var items []item
	for _, attribute := range body.Attributes {
		items = append(items, item{attribute.SrcRange.Start.Byte, func() {
			fmt.Fprintf(&t.out, "(%s = ", attribute.Name)
			t.expression(attribute.Expr)
			t.out.WriteString(")")
		}})
	}
	for _, block := range body.Blocks {
		items = append(items, item{block.TypeRange.Start.Byte, func() {
			fmt.Fprintf(&t.out, "(block %s", block.Type)
			for _, label := range block.Labels {
				t.out.WriteString(" " + quoted(label))
			}
			t.out.WriteString(" ")
			t.body(block.Body)
			t.out.WriteString(")")
		}})
	}
	sort.Slice(items, func(i, j int) bool { return items[i].at < items[j].at })
	t.out.WriteString("{")
	for _, item := range items {
		item.write()
	}
	t.out.WriteString("}")
}

func quoted(text string) string {
	return strconv.QuoteToASCII(text)
}

func (t *tree) list(head string, expressions ...hclsyntax.Expression) {
	t.out.WriteString("(" + head)
	for _, expression := range expressions {
		t.out.WriteString(" ")
		t.expression(expression)
	}
	t.out.WriteString(")")
}

func (t *tree) source(r hcl.Range) string {
	return string(r.SliceBytes(t.src))
}

func (t *tree) expression(expression hclsyntax.Expression) {
	switch e := expression.(type) {
	case *hclsyntax.LiteralValueExpr:
		t.value(e.Val)
	case *hclsyntax.TemplateExpr:
		t.out.WriteString("(template")
		t.parts(e.Parts)
		t.out.WriteString(")")
	case *hclsyntax.TemplateWrapExpr:
		t.out.WriteString("(template")
		t.parts([]hclsyntax.Expression{e.Wrapped})
		t.out.WriteString(")")
	case *hclsyntax.TupleConsExpr:
		t.list("tuple", e.Exprs...)
	case *hclsyntax.ObjectConsExpr:
		t.out.WriteString("(object")
		for _, item := range e.Items {
			t.out.WriteString(" (")
			t.key(item.KeyExpr.(*hclsyntax.ObjectConsKeyExpr))
			t.out.WriteString(" ")
			t.expression(item.ValueExpr)
			t.out.WriteString(")")
		}
		t.out.WriteString(")")
	case *hclsyntax.ScopeTraversalExpr:
		t.steps(func() { t.out.WriteString(e.Traversal.RootName()) }, e.Traversal[1:])
	case *hclsyntax.RelativeTraversalExpr:
		t.steps(func() { t.expression(e.Source) }, e.Traversal)
	case *hclsyntax.IndexExpr:
		t.list("index", e.Collection, e.Key)
	case *hclsyntax.FunctionCallExpr:
		head := "call " + e.Name
		if e.ExpandFinal {
			head += "..."
		}
		t.list(head, e.Args...)
	case *hclsyntax.UnaryOpExpr:
		t.list(t.source(e.SymbolRange), e.Val)
	case *hclsyntax.BinaryOpExpr:
		t.list(operator(e.Op), e.LHS, e.RHS)
	case *hclsyntax.ConditionalExpr:
		t.list("if", e.Condition, e.TrueResult, e.FalseResult)
	case *hclsyntax.SplatExpr:
		head := "splat"
		if strings.HasPrefix(t.source(e.MarkerRange), ".") {
			head = "attributes"
		}
		t.list(head, e.Source, e.Each)
	case *hclsyntax.AnonSymbolExpr:
		t.out.WriteString("item")
	case *hclsyntax.ForExpr:
		t.loop(e)
	case *hclsyntax.ParenthesesExpr:
		t.list("parentheses", e.Expression)
	default:
		fmt.Fprintf(&t.out, "(unknown %T)", expression)
	}
}

func (t *tree) value(value cty.Value) {
	switch {
	case value.IsNull():
		t.out.WriteString("null")
	case value.Type() == cty.String:
		t.out.WriteString(quoted(value.AsString()))
	case value.Type() == cty.Bool:
		fmt.Fprint(&t.out, value.True())
	default:
		// Rounded, since other implementations keep other digits.
		t.out.WriteString(value.AsBigFloat().Text('e', 20))
	}
}

func (t *tree) key(key *hclsyntax.ObjectConsKeyExpr) {
	if name := hcl.ExprAsKeyword(key.Wrapped); name != "" && !key.ForceNonLiteral {
		t.out.WriteString("(key " + name + ")")
		return
	}
	t.expression(key.Wrapped)
}

func (t *tree) steps(root func(), steps hcl.Traversal) {
	if len(steps) == 0 {
		root()
		return
	}
	inner := func() { t.steps(root, steps[:len(steps)-1]) }
	switch step := steps[len(steps)-1].(type) {
	case hcl.TraverseAttr:
		t.out.WriteString("(get ")
		inner()
		t.out.WriteString(" " + step.Name + ")")
	case hcl.TraverseIndex:
		t.out.WriteString("(index ")
		inner()
		t.out.WriteString(" ")
		if step.Key.Type() == cty.String && !step.Key.IsNull() {
			t.out.WriteString("(template")
			if text := step.Key.AsString(); text != "" {
				t.out.WriteString(" " + quoted(text))
			}
			t.out.WriteString(")")
		} else {
			t.value(step.Key)
		}
		t.out.WriteString(")")
	}
}

func (t *tree) loop(e *hclsyntax.ForExpr) {
	t.out.WriteString("(for ")
	if e.KeyVar != "" {
		t.out.WriteString(e.KeyVar + ", ")
	}
	t.out.WriteString(e.ValVar + " ")
	t.expression(e.CollExpr)
	if e.KeyExpr != nil {
		t.out.WriteString(" => ")
		t.expression(e.KeyExpr)
	}
	t.out.WriteString(" ")
	t.expression(e.ValExpr)
	if e.Group {
		t.out.WriteString(" ...")
	}
	if e.CondExpr != nil {
		t.out.WriteString(" if ")
		t.expression(e.CondExpr)
	}
	t.out.WriteString(")")
}

func (t *tree) isDirective(r hcl.Range) bool {
	return bytes.HasPrefix(t.src[r.Start.Byte:], []byte("%{"))
}

// parts writes what a template is made of; empty text is left out.
func (t *tree) parts(parts []hclsyntax.Expression) {
	for _, part := range parts {
		switch e := part.(type) {
		case *hclsyntax.LiteralValueExpr:
			// Text stands outside of braces, a literal inside of them.
			if e.Val.Type() == cty.String && !e.Val.IsNull() {
				if text := e.Val.AsString(); text != "" {
					t.out.WriteString(" " + quoted(text))
				}
				continue
			}
		case *hclsyntax.ConditionalExpr:
			if t.isDirective(e.SrcRange) {
				t.out.WriteString(" (%if ")
				t.expression(e.Condition)
				t.expression(e.TrueResult)
				t.expression(e.FalseResult)
				t.out.WriteString(")")
				continue
			}
		case *hclsyntax.TemplateJoinExpr:
			loop := e.Tuple.(*hclsyntax.ForExpr)
			t.out.WriteString(" (%for ")
			if loop.KeyVar != "" {
				t.out.WriteString(loop.KeyVar + ", ")
			}
			t.out.WriteString(loop.ValVar + " ")
			t.expression(loop.CollExpr)
			t.expression(loop.ValExpr)
			t.out.WriteString(")")
			continue
		}
		t.out.WriteString(" (${ ")
		t.expression(part)
		t.out.WriteString(")")
	}
}

func operator(op *hclsyntax.Operation) string {
	switch op {
	case hclsyntax.OpLogicalOr:
		return "||"
	case hclsyntax.OpLogicalAnd:
		return "&&"
	case hclsyntax.OpEqual:
		return "=="
	case hclsyntax.OpNotEqual:
		return "!="
	case hclsyntax.OpGreaterThan:
		return ">"
	case hclsyntax.OpGreaterThanOrEqual:
		return ">="
	case hclsyntax.OpLessThan:
		return "<"
	case hclsyntax.OpLessThanOrEqual:
		return "<="
	case hclsyntax.OpAdd:
		return "+"
	case hclsyntax.OpSubtract:
		return "-"
	case hclsyntax.OpMultiply:
		return "*"
	case hclsyntax.OpDivide:
		return "/"
	case hclsyntax.OpModulo:
		return "%"
	default:
		return "?"
	}
}
