# The two commands for a fresh machine: make demo, make test. Both do all of their own set-up.

MVN = tools/with-jdk mvn -B -ntp
# Quiet but for warnings, errors and what the test runners say.
QUIET = -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
	-Dorg.slf4j.simpleLogger.log.org.apache.maven.plugin.surefire=info \
	-Dorg.slf4j.simpleLogger.log.org.apache.maven.plugin.failsafe=info
SANDBOX = tools/with-jdk tools/with-tofu standalone/target/standalone/bin/sandbox

.PHONY: help check fix test test-double nightly demo run dist image bench-fly bench-storage bench-ingress bench-orchestrator tofu package

help:
	@echo 'make demo    shows the main job: a CI job waits, and a runner made by OpenTofu takes it (about a minute)'
	@echo 'make run     starts everything on fixed local ports until Ctrl-C; NEST_URL=... follows a Nest of your own'
	@echo 'make test    all gates and all tests'
	@echo 'make check   make test, then make demo: what CI runs'
	@echo 'make nightly as make test, with many more generated inputs'
	@echo 'make dist    the gosling command with its own Java: dist/gosling/bin/gosling and a tar.gz'
	@echo 'make image   the image that serverless runners are made of; says what it needs'
	@echo 'make bench-fly, bench-storage, bench-ingress, bench-orchestrator   measurements beside peers, into bench/results'
	@echo 'make fix     formats the sources'
	@echo 'make tofu    says which OpenTofu is used, and builds it when there is none'
	@echo
	@echo 'needed: a JDK 25, Maven, and Go 1.26.6, which builds OpenTofu (unless there is a tofu) and the provider double'

check: test
	@$(MAKE) --no-print-directory demo

fix:
	@$(MVN) -q spotless:apply

# Two modules at once: the queue's and the whole-system tests mostly wait.
test: test-double
	@rm -rf */target/surefire-reports */target/failsafe-reports
	@tools/with-jdk tools/with-tofu tools/with-provider-double tools/with-sshd tools/with-moto mvn -B -ntp -T 2 $(QUIET) verify || { tools/test-summary; exit 1; }
	@tools/test-summary

nightly: test-double
	@rm -rf */target/surefire-reports */target/failsafe-reports
	@tools/with-jdk tools/with-tofu tools/with-provider-double tools/with-sshd tools/with-moto mvn -B -ntp -Pnightly $(QUIET) verify || { tools/test-summary; exit 1; }
	@tools/test-summary

# The stand-in for the cloud providers is written in Go, so Maven does not see its tests.
test-double:
	@cd tools/provider-double && GOTOOLCHAIN=local GOFLAGS= go vet ./... && GOTOOLCHAIN=local GOFLAGS= go test ./...

dist:
	@$(MVN) -q -DskipTests -pl gosling-cli -am package
	@tools/with-jdk tools/dist-gosling

# BASE and GITLAB_RUNNER_SHA256 are to be given: see docker/runner/README.md.
image: dist
	@BASE='$(BASE)' GITLAB_RUNNER_SHA256='$(GITLAB_RUNNER_SHA256)' GITLAB_RUNNER_VERSION='$(GITLAB_RUNNER_VERSION)' TAG='$(TAG)' docker/runner/build

BENCH = tools/with-jdk java --sun-misc-unsafe-memory-access=allow -cp 'bench/target/classes:bench/target/lib/*'

# With the reference implementation of the syntax, which is written in Go, on the same files.
bench-fly: dist package
	@cd bench/go-hcl && GOTOOLCHAIN=local go build -o ../target/go-hcl .
	@$(BENCH) io.polargosling.bench.fly.FlyBench . bench/target/go-hcl dist/gosling/bin/gosling

bench-storage: package
	@$(BENCH) io.polargosling.bench.storage.StorageBench .

bench-ingress: package
	@$(BENCH) io.polargosling.bench.ingress.IngressBench . $(BENCH_ARGS)

bench-orchestrator: package
	@tools/with-tofu $(BENCH) io.polargosling.bench.orchestrator.OrchestratorBench . $(BENCH_ARGS)

demo: package
	@$(SANDBOX) demo $(DEMO_ARGS)

run: package
	@$(SANDBOX) run

tofu:
	@tools/with-tofu

# Maven itself sees what is up to date.
package:
	@echo 'packaging'
	@$(MVN) -q -DskipTests package
