# Run with "tofu test -var-file=sample.tfvars.json". No cloud and no network: the provider is a mock, of which only the schema
# is real.

mock_provider "aws" {}

run "rounds_up_to_a_pair" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { cpu = 1, memory_mb = 9000 })
    }
  }
  assert {
    condition = (
      aws_ecs_task_definition.runner["abc123def456"].cpu == "2048" && aws_ecs_task_definition.runner["abc123def456"].memory == "9216"
    )
    error_message = "The pair is not the smallest that holds what was asked for."
  }
}

run "runs_one_and_never_two" {
  command = plan
  variables {
    instances = {
      abc123def456 = var.instances["abc123def456"]
    }
  }
  assert {
    condition = (
      aws_ecs_service.runner["abc123def456"].desired_count == 1
      && aws_ecs_service.runner["abc123def456"].deployment_maximum_percent == 100
      && aws_ecs_service.runner["abc123def456"].deployment_minimum_healthy_percent == 0
    )
    error_message = "Two could run at once."
  }
}

run "takes_spot" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { preemptible = true })
    }
  }
  assert {
    condition     = length(aws_ecs_service.runner["abc123def456"].capacity_provider_strategy) == 1
    error_message = "No spot capacity."
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
    condition     = aws_ecs_task_definition.runner["abc123def456"].memory == "4096"
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

run "refuses_an_identity_that_is_none" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { identity = "not a name!" })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_user_data_for_a_container" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { user_data = "#cloud-config\n" })
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

run "refuses_a_short_token" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { enrolment_token = "short" })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_a_token_with_a_space" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { enrolment_token = "enrolment token 0001" })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_an_address_without_tls" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { api_url = "http://gosling.example.com" })
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

run "refuses_more_memory_than_fargate_has" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { memory_mb = 131072 })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_more_cores_than_fargate_has" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { cpu = 32 })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_too_small_a_disk" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { disk_gb = 20 })
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

run "refuses_no_subnet" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { subnet_id = null })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_an_egg_without_a_cluster" {
  command = plan
  variables {
    egg = merge(var.egg, { cluster = null })
  }
  expect_failures = [var.egg]
}
