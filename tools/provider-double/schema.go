package main

import (
	"embed"
	"encoding/json"
	"fmt"
	"sort"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

//go:embed schemas/*.json
var schemaFiles embed.FS

// schemas is what one provider says of itself, in the shape of "tofu providers schema -json".
type schemas struct {
	Address     string             `json:"address"`
	Version     string             `json:"version"`
	Provider    *schema            `json:"provider"`
	Resources   map[string]*schema `json:"resources"`
	DataSources map[string]*schema `json:"data_sources"`
}

type schema struct {
	Version int64  `json:"version"`
	Block   *block `json:"block"`
}

type block struct {
	Attributes map[string]*attribute `json:"attributes"`
	BlockTypes map[string]*nested    `json:"block_types"`
	Deprecated bool                  `json:"deprecated"`
}

type attribute struct {
	Type       json.RawMessage `json:"type"`
	Required   bool            `json:"required"`
	Optional   bool            `json:"optional"`
	Computed   bool            `json:"computed"`
	Sensitive  bool            `json:"sensitive"`
	Deprecated bool            `json:"deprecated"`
	WriteOnly  bool            `json:"write_only"`

	parsed tftypes.Type
}

type nested struct {
	Mode  string `json:"nesting_mode"`
	Block *block `json:"block"`
	Min   int64  `json:"min_items"`
	Max   int64  `json:"max_items"`
}

func loadSchemas(cloud string) (*schemas, error) {
	text, err := schemaFiles.ReadFile("schemas/" + cloud + ".json")
	if err != nil {
		return nil, err
	}
	loaded := &schemas{}
	if err := json.Unmarshal(text, loaded); err != nil {
		return nil, fmt.Errorf("reading the schemas of %s: %w", cloud, err)
	}
	all := []*schema{loaded.Provider}
	for _, each := range loaded.Resources {
		all = append(all, each)
	}
	for _, each := range loaded.DataSources {
		all = append(all, each)
	}
	for _, each := range all {
		if err := each.Block.parseTypes(); err != nil {
			return nil, fmt.Errorf("reading the schemas of %s: %w", cloud, err)
		}
	}
	return loaded, nil
}

func (b *block) parseTypes() error {
	for name, attr := range b.Attributes {
		// The function is marked as internal, but there is no other way from the text of a type to a type.
		parsed, err := tftypes.ParseJSONType(attr.Type) //nolint:staticcheck
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		attr.parsed = parsed
	}
	for _, inner := range b.BlockTypes {
		if err := inner.Block.parseTypes(); err != nil {
			return err
		}
	}
	return nil
}

// valueType is the type of a value of the block.
func (b *block) valueType() tftypes.Object {
	types := map[string]tftypes.Type{}
	for name, attr := range b.Attributes {
		types[name] = attr.parsed
	}
	for name, inner := range b.BlockTypes {
		switch inner.Mode {
		case "list":
			types[name] = tftypes.List{ElementType: inner.Block.valueType()}
		case "set":
			types[name] = tftypes.Set{ElementType: inner.Block.valueType()}
		default:
			types[name] = inner.Block.valueType()
		}
	}
	return tftypes.Object{AttributeTypes: types}
}

// wire is the schema as the protocol carries it.
func (s *schema) wire() *tfprotov6.Schema {
	return &tfprotov6.Schema{Version: s.Version, Block: s.Block.wire(s.Version)}
}

func (b *block) wire(version int64) *tfprotov6.SchemaBlock {
	out := &tfprotov6.SchemaBlock{Version: version, Deprecated: b.Deprecated}
	for _, name := range sortedKeys(b.Attributes) {
		attr := b.Attributes[name]
		out.Attributes = append(out.Attributes, &tfprotov6.SchemaAttribute{
			Name: name, Type: attr.parsed, Required: attr.Required, Optional: attr.Optional,
			Computed: attr.Computed, Sensitive: attr.Sensitive, Deprecated: attr.Deprecated, WriteOnly: attr.WriteOnly,
		})
	}
	modes := map[string]tfprotov6.SchemaNestedBlockNestingMode{
		"list":   tfprotov6.SchemaNestedBlockNestingModeList,
		"set":    tfprotov6.SchemaNestedBlockNestingModeSet,
		"single": tfprotov6.SchemaNestedBlockNestingModeSingle,
	}
	for _, name := range sortedKeys(b.BlockTypes) {
		inner := b.BlockTypes[name]
		out.BlockTypes = append(out.BlockTypes, &tfprotov6.SchemaNestedBlock{
			TypeName: name, Block: inner.Block.wire(0), Nesting: modes[inner.Mode],
			MinItems: inner.Min, MaxItems: inner.Max,
		})
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
