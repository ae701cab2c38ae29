check "every_runner_has_an_id" {
  assert {
    condition     = alltrue([for runner in values(local.runners) : runner.id != ""])
    error_message = "A runner was made without an id."
  }
}

check "every_runner_is_there" {
  assert {
    condition     = length(setsubtract(keys(var.worker_instances), keys(local.runners))) == 0
    error_message = "Runners ${jsonencode(setsubtract(keys(var.worker_instances), keys(local.runners)))} were asked for, and no variant made them."
  }
}

check "every_runner_is_of_its_kind" {
  assert {
    condition     = alltrue([for id, runner in local.runners : runner.kind == var.worker_instances[id].kind])
    error_message = "Kinds ${jsonencode({ for id, runner in local.runners : id => runner.kind })} are not those that were asked for."
  }
}
