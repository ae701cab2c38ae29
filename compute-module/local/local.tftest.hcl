# Run with "tofu test -var-file=FILE", where FILE sets "instances" to the one runner abc123def456.

run "makes_the_runner" {
  assert {
    condition     = output.runners["abc123def456"].kind == "process"
    error_message = "The runner is not among what was made."
  }
  assert {
    condition     = length(output.runners) == 1
    error_message = "Something else was made too."
  }
}

run "changes_nothing_the_second_time" {
  command = plan

  # A resource that is to be replaced has no id in a plan.
  assert {
    condition     = length(terraform_data.runner["abc123def456"].id) > 0
    error_message = "The runner would be made anew."
  }
}

run "keeps_what_a_runner_was_made_with" {
  command = plan

  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { api_url = "http://changed" })
    }
  }

  assert {
    condition     = terraform_data.runner["abc123def456"].input.api_url != "http://changed"
    error_message = "A changed egg would change a runner that exists."
  }
}

run "refuses_a_bad_id" {
  command = plan

  variables {
    instances = {
      "../escape" = var.instances["abc123def456"]
    }
  }

  expect_failures = [var.instances]
}

run "refuses_a_kind_it_cannot_make" {
  command = plan

  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { kind = "vm" })
    }
  }

  expect_failures = [var.instances]
}
