package main

import (
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// unknown stands for a value that is known after the apply only.
type unknown struct{}

// object is a value of a block in plain Go: strings, float64, bool, []any, map[string]any, nil and unknown.
type object = map[string]any

func plain(value tftypes.Value) (any, error) {
	if !value.IsKnown() {
		return unknown{}, nil
	}
	if value.IsNull() {
		return nil, nil
	}
	switch kind := value.Type().(type) {
	case tftypes.List, tftypes.Set, tftypes.Tuple:
		var elements []tftypes.Value
		if err := value.As(&elements); err != nil {
			return nil, err
		}
		out := make([]any, len(elements))
		for i, element := range elements {
			each, err := plain(element)
			if err != nil {
				return nil, err
			}
			out[i] = each
		}
		return out, nil
	case tftypes.Map, tftypes.Object:
		var elements map[string]tftypes.Value
		if err := value.As(&elements); err != nil {
			return nil, err
		}
		out := object{}
		for name, element := range elements {
			each, err := plain(element)
			if err != nil {
				return nil, err
			}
			out[name] = each
		}
		return out, nil
	default:
		return plainPrimitive(value, kind)
	}
}

func plainPrimitive(value tftypes.Value, kind tftypes.Type) (any, error) {
	switch {
	case kind.Is(tftypes.String):
		var text string
		err := value.As(&text)
		return text, err
	case kind.Is(tftypes.Bool):
		var truth bool
		err := value.As(&truth)
		return truth, err
	case kind.Is(tftypes.Number):
		var number big.Float
		err := value.As(&number)
		float, _ := number.Float64()
		return float, err
	default:
		return nil, fmt.Errorf("a value of type %s cannot be kept", kind)
	}
}

// typed turns a plain value back; names that the type lacks are dropped, missing ones are null.
func typed(kind tftypes.Type, value any) (tftypes.Value, error) {
	if _, is := value.(unknown); is {
		return tftypes.NewValue(kind, tftypes.UnknownValue), nil
	}
	if value == nil {
		return tftypes.NewValue(kind, nil), nil
	}
	switch kind := kind.(type) {
	case tftypes.List:
		return typedElements(kind, kind.ElementType, value)
	case tftypes.Set:
		return typedElements(kind, kind.ElementType, value)
	case tftypes.Map:
		return typedNames(kind, value, func(string) (tftypes.Type, bool) { return kind.ElementType, true }, nil)
	case tftypes.Object:
		return typedNames(kind, value, func(name string) (tftypes.Type, bool) {
			inner, known := kind.AttributeTypes[name]
			return inner, known
		}, sortedKeys(kind.AttributeTypes))
	default:
		if err := tftypes.ValidateValue(kind, value); err != nil {
			return tftypes.Value{}, err
		}
		return tftypes.NewValue(kind, value), nil
	}
}

func typedElements(kind, inner tftypes.Type, value any) (tftypes.Value, error) {
	elements, is := value.([]any)
	if !is {
		return tftypes.Value{}, fmt.Errorf("%v is no list", value)
	}
	out := make([]tftypes.Value, len(elements))
	for i, element := range elements {
		each, err := typed(inner, element)
		if err != nil {
			return tftypes.Value{}, err
		}
		out[i] = each
	}
	return tftypes.NewValue(kind, out), nil
}

func typedNames(
	kind tftypes.Type, value any, typeOf func(string) (tftypes.Type, bool), all []string,
) (tftypes.Value, error) {
	names, is := value.(object)
	if !is {
		return tftypes.Value{}, fmt.Errorf("%v is no object", value)
	}
	out := map[string]tftypes.Value{}
	for _, name := range append(sortedKeys(names), all...) {
		inner, known := typeOf(name)
		if !known {
			continue
		}
		each, err := typed(inner, names[name])
		if err != nil {
			return tftypes.Value{}, fmt.Errorf("%s: %w", name, err)
		}
		out[name] = each
	}
	return tftypes.NewValue(kind, out), nil
}

// text is the attribute when it is a known string, else "".
func text(o object, name string) string {
	value, _ := o[name].(string)
	return value
}

// number is the attribute and whether it is a known number.
func number(o object, name string) (float64, bool) {
	value, is := o[name].(float64)
	return value, is
}

// first is the first block called name; an empty object when there is none.
func first(o object, name string) object {
	switch blocks := o[name].(type) {
	case []any:
		if len(blocks) > 0 {
			if inner, is := blocks[0].(object); is {
				return inner
			}
		}
	case object:
		return blocks
	}
	return object{}
}

// names are the known strings of a map.
func names(o object, name string) map[string]string {
	out := map[string]string{}
	values, _ := o[name].(object)
	for key, value := range values {
		if known, is := value.(string); is {
			out[key] = known
		}
	}
	return out
}
