# Run with "tofu test -var-file=sample.tfvars.json". No cloud and no network: the provider is a mock, of which only the schema
# is real.

mock_provider "yandex" {}

run "rounds_memory_up" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { memory_mb = 1000 })
    }
  }
  assert {
    condition     = yandex_serverless_container.runner["abc123def456"].memory == 1024
    error_message = "It is no multiple of 128 MB."
  }
}

run "answers_one_call_at_a_time" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { lifetime_seconds = 600 })
    }
  }
  assert {
    condition = (
      yandex_serverless_container.runner["abc123def456"].concurrency == 1
      && yandex_serverless_container.runner["abc123def456"].execution_timeout == "600s"
      && yandex_serverless_container.runner["abc123def456"].runtime[0].type == "task"
    )
    error_message = "The limits are others."
  }
}

run "makes_the_runner" {
  assert {
    condition     = output.runners["abc123def456"].kind == "serverless" && length(output.runners["abc123def456"].id) > 0
    error_message = "The runner is not among what was made."
  }
  assert {
    condition     = length(output.runners) == 1
    error_message = "Something else was made too."
  }
}

run "keeps_what_a_runner_was_made_with" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { cpu = 1, memory_mb = 128 })
    }
  }
  assert {
    condition     = yandex_serverless_container.runner["abc123def456"].memory == 4096
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
      abc123def456 = merge(var.instances["abc123def456"], { kind = "process" })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_an_identity_that_is_none" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { identity = "not a name!" })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_no_token" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { enrolment_token = null })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_an_image_by_tag" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { image = "docker.io/library/runner:latest" })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_too_large_an_environment" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { environment = { A1 = join("", [for i in range(1000) : "0123456789abcdef0123456789abcdef!"]) } })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_more_memory_than_a_container_has" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { memory_mb = 8193 })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_more_cores_than_a_container_has" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { cpu = 5 })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_a_security_group" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { security_group_ids = ["enp0000000000000000a"] })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_a_life_over_an_hour" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { lifetime_seconds = 3601 })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_spot" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { preemptible = true })
    }
  }
  expect_failures = [var.instances]
}
