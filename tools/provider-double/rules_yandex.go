package main

import (
	"math"
	"regexp"
	"strings"
	"time"
)

var (
	yandexName     = regexp.MustCompile(`^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$`)
	yandexLongName = regexp.MustCompile(`^[a-z][-a-z0-9]{1,61}[a-z0-9]$`)
	yandexKey      = regexp.MustCompile(`^[a-z][-_0-9a-z]{0,62}$`)
	yandexLabel    = regexp.MustCompile(`^[-_0-9a-z]{0,63}$`)
	yandexImage    = regexp.MustCompile(`^cr\.yandex/[a-z0-9]+/[a-z0-9._/-]+(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$`)
	yandexZone     = regexp.MustCompile(`^[a-z]+-[a-z]+\d-[a-z]$`)
)

// yandexPlatform is what one platform offers.
type yandexPlatform struct {
	cores     []float64
	fractions map[float64][2]float64 // guaranteed share in percent to least and most GB for each core
}

var yandexPlatforms = map[string]yandexPlatform{
	"standard-v2": {
		cores:     []float64{2, 4, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64, 68, 72, 76, 80},
		fractions: map[float64][2]float64{5: {0.25, 2}, 20: {0.5, 4}, 50: {0.5, 4}, 100: {1, 16}},
	},
	"standard-v3": {
		cores: []float64{2, 4, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64, 68, 72, 76, 80, 84,
			88, 92, 96},
		fractions: map[float64][2]float64{20: {0.5, 4}, 50: {0.5, 4}, 100: {1, 16}},
	},
}

func yandexLabels(f *findings, values object) {
	labels := names(values, "labels")
	if len(labels) > 64 {
		f.refuse("labels", "%d labels (expected: at most 64)", len(labels))
	}
	for _, key := range sortedKeys(labels) {
		if !yandexKey.MatchString(key) {
			f.refuse("labels", "key %q (expected: a lower-case letter, then a-z 0-9 - _, at most 63)", key)
		}
		if !yandexLabel.MatchString(labels[key]) {
			f.refuse("labels", "value %q of %q (expected: a-z 0-9 - _, at most 63)", labels[key], key)
		}
	}
}

func yandexInstance(f *findings, values object) {
	f.matches(values, "name", yandexName, "a lower-case letter, then a-z 0-9 -, at most 63")
	f.matches(values, "zone", yandexZone, "a zone such as ru-central1-a")
	yandexShape(f, values)
	params := first(first(values, "boot_disk"), "initialize_params")
	f.among(params, "type", "network-hdd", "network-ssd", "network-ssd-nonreplicated", "network-ssd-io-m3")
	f.within(params, "size", 1, 8192)
	image, snapshot := params["image_id"], params["snapshot_id"]
	if image != nil && snapshot != nil && image != (unknown{}) && snapshot != (unknown{}) {
		f.refuse("boot_disk", "image_id together with snapshot_id (expected: one of them)")
	}
	for key, value := range names(values, "metadata") {
		if len(value) > 256*1024 {
			f.refuse("metadata", "%q has %d bytes (expected: at most 262144)", key, len(value))
		}
	}
	options := first(values, "metadata_options")
	for _, name := range sortedKeys(options) {
		f.within(options, name, 0, 2)
	}
}

// yandexShape checks cores, share and memory of a machine against its platform.
func yandexShape(f *findings, values object) {
	platform := text(values, "platform_id")
	if platform == "" {
		return
	}
	offered, has := yandexPlatforms[platform]
	if !has {
		f.refuse("platform_id", "%q (expected: standard-v2 or standard-v3)", platform)
		return
	}
	resources := first(values, "resources")
	cores, coresKnown := number(resources, "cores")
	memory, memoryKnown := number(resources, "memory")
	fraction, set := number(resources, "core_fraction")
	if !set {
		fraction = 100
	}
	limits, fits := offered.fractions[fraction]
	if !fits {
		f.refuse("resources", "core_fraction %v is not available on %s", fraction, platform)
		return
	}
	if coresKnown && !contains(offered.cores, cores) {
		f.refuse("resources", "the number of cores %v is not available on %s", cores, platform)
	}
	if fraction < 100 && cores > 4 {
		f.refuse("resources", "%v cores with core_fraction %v (expected: at most 4)", cores, fraction)
	}
	if memoryKnown && (memory < cores*limits[0] || memory > cores*limits[1]) {
		f.refuse("resources", "%v GB for %v cores (expected: %v to %v)", memory, cores, cores*limits[0], cores*limits[1])
	}
	if memoryKnown && fraction == 100 && memory != math.Trunc(memory) {
		f.refuse("resources", "%v GB (expected: whole GB)", memory)
	}
}

func contains(list []float64, value float64) bool {
	for _, each := range list {
		if each == value {
			return true
		}
	}
	return false
}

func yandexContainer(f *findings, values object) {
	f.matches(values, "name", yandexName, "a lower-case letter, then a-z 0-9 -, at most 63")
	if memory, known := number(values, "memory"); known &&
		(memory < 128 || memory > 8192 || math.Mod(memory, 128) != 0) {
		f.refuse("memory", "%v MB (expected: 128 to 8192 in steps of 128)", memory)
	}
	f.within(values, "cores", 1, 4)
	f.within(values, "concurrency", 1, 16)
	f.among(first(values, "runtime"), "type", "http", "task")
	if limit := text(values, "execution_timeout"); limit != "" {
		parsed, err := time.ParseDuration(limit)
		if err != nil || parsed < 0 || parsed > time.Hour {
			f.refuse("execution_timeout", "%q (expected: a duration of at most 3600s)", limit)
		}
	}
	image := first(values, "image")
	f.matches(image, "url", yandexImage, "an image of cr.yandex, by tag or digest")
	size := 0
	for name, value := range names(image, "environment") {
		size += len(name) + len(value)
		if strings.HasPrefix(name, "X_YCF_") && name != "X_YCF_NO_GRACEFUL_SHUTDOWN_SIGNAL" {
			f.refuse("image", "variable %q is reserved", name)
		}
	}
	if size > 4096 {
		f.refuse("image", "%d bytes of variables (expected: at most 4096)", size)
	}
}

func yandexServiceAccount(f *findings, values object) {
	f.matches(values, "name", yandexLongName, "a lower-case letter, then a-z 0-9 -, 3 to 63")
}

func yandexLogGroup(f *findings, values object) {
	f.matches(values, "name", yandexLongName, "a lower-case letter, then a-z 0-9 -, 3 to 63")
	if period := text(values, "retention_period"); period != "" {
		parsed, err := time.ParseDuration(period)
		if err != nil || parsed < time.Hour || parsed > 72*time.Hour {
			f.refuse("retention_period", "%q (expected: 1h to 72h)", period)
		}
	}
}
