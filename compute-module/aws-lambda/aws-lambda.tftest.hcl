# Run with "tofu test -var-file=sample.tfvars.json". No cloud and no network: the provider is a mock, of which only the schema
# is real.

mock_provider "aws" {}

run "gives_the_memory_that_brings_the_cores" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { cpu = 2, memory_mb = 512 })
    }
  }
  assert {
    condition     = aws_lambda_function.runner["abc123def456"].memory_size == 3538
    error_message = "The cores do not come."
  }
}

run "answers_one_call_for_ten_minutes" {
  command = plan
  variables {
    instances = {
      abc123def456 = var.instances["abc123def456"]
    }
  }
  assert {
    condition = (
      aws_lambda_function.runner["abc123def456"].timeout == 600 && aws_lambda_function.runner["abc123def456"].reserved_concurrent_executions == 1
    )
    error_message = "The limits are others."
  }
}

run "makes_the_runner" {
  assert {
    condition     = output.runners["abc123def456"].kind == "job" && length(output.runners["abc123def456"].id) > 0
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
    condition     = aws_lambda_function.runner["abc123def456"].memory_size == 4096
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

run "refuses_no_region" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { region = null })
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

run "refuses_more_memory_than_lambda_has" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { memory_mb = 10241 })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_more_cores_than_lambda_has" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { cpu = 6 })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_too_large_a_disk" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { disk_gb = 11 })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_a_life_over_ten_minutes" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { lifetime_seconds = 601 })
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
