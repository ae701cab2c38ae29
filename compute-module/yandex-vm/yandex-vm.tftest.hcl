# Run with "tofu test -var-file=sample.tfvars.json". No cloud and no network: the provider is a mock, of which only the schema
# is real.

mock_provider "yandex" {}

run "takes_cores_that_the_platform_has" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { cpu = 3, memory_mb = 5000 })
    }
  }
  assert {
    condition = (
      yandex_compute_instance.runner["abc123def456"].resources[0].cores == 4 && yandex_compute_instance.runner["abc123def456"].resources[0].memory == 5
    )
    error_message = "The shape is not the smallest that holds what was asked for."
  }
}

run "takes_more_cores_for_much_memory" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { cpu = 2, memory_mb = 65536 })
    }
  }
  assert {
    condition     = yandex_compute_instance.runner["abc123def456"].resources[0].cores == 4
    error_message = "Two cores cannot have so much."
  }
}

run "is_preemptible_when_asked" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { preemptible = true })
    }
  }
  assert {
    condition     = yandex_compute_instance.runner["abc123def456"].scheduling_policy[0].preemptible
    error_message = "It is not."
  }
}

run "makes_the_runner" {
  assert {
    condition     = output.runners["abc123def456"].kind == "vm" && length(output.runners["abc123def456"].id) > 0
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
    condition     = yandex_compute_instance.runner["abc123def456"].resources[0].memory == 4
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

run "refuses_no_subnet" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { subnet_id = null })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_a_zone_that_is_none" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { zone = "attic" })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_a_security_group_that_is_none" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { security_group_ids = ["default"] })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_too_small_a_disk" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { disk_gb = 1 })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_an_image_by_name" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { image = "debian-13" })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_more_cores_than_the_platform_has" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { cpu = 100 })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_no_zone" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { zone = null })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_runners_without_an_egg" {
  command = plan
  variables {
    egg = null
  }
  expect_failures = [var.egg]
}
