# Run with "tofu test -var-file=sample.tfvars.json". No cloud and no network: the provider is a mock, of which only the schema
# is real.

mock_provider "aws" {}

run "takes_the_smallest_type" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { cpu = 3, memory_mb = 20000 })
    }
  }
  assert {
    condition     = aws_instance.runner["abc123def456"].instance_type == "r6i.xlarge"
    error_message = "Another type would be cheaper, or too small."
  }
}

run "asks_for_spot_that_does_not_come_back" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { preemptible = true })
    }
  }
  assert {
    condition     = aws_instance.runner["abc123def456"].instance_market_options[0].spot_options[0].spot_instance_type == "one-time"
    error_message = "A persistent request makes a new machine."
  }
}

run "uses_the_profile_of_the_egg" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { identity = "own" })
    }
  }
  assert {
    condition     = aws_instance.runner["abc123def456"].iam_instance_profile == "own"
    error_message = "Another profile is used."
  }
}

run "guards_the_machine" {
  command = plan
  variables {
    instances = {
      abc123def456 = var.instances["abc123def456"]
    }
  }
  assert {
    condition = (
      aws_instance.runner["abc123def456"].instance_initiated_shutdown_behavior == "terminate"
      && aws_instance.runner["abc123def456"].metadata_options[0].http_tokens == "required"
      && aws_instance.runner["abc123def456"].root_block_device[0].encrypted
      && aws_instance.runner["abc123def456"].tags["gosling-expires"] == "1900000000"
    )
    error_message = "A guard is missing."
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
    condition     = aws_instance.runner["abc123def456"].instance_type == "t3.medium"
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

run "refuses_no_cores" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { cpu = 0 })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_half_a_core" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { cpu = 1.5 })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_too_many_cores" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { cpu = 129 })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_too_little_memory" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { memory_mb = 64 })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_broken_memory" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { memory_mb = 1000.5 })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_a_missing_label" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { labels = { gosling-managed = "true" } })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_a_label_of_another" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { labels = merge(var.instances["abc123def456"].labels, { team = "x" }) })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_an_upper_case_label" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { labels = merge(var.instances["abc123def456"].labels, { gosling-plan = "P1" }) })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_a_label_with_a_colon" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { labels = merge(var.instances["abc123def456"].labels, { gosling-plan = "a:b" }) })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_the_label_of_another_runner" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { labels = merge(var.instances["abc123def456"].labels, { gosling-runner = "000000000000" }) })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_the_label_of_another_egg" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { labels = merge(var.instances["abc123def456"].labels, { gosling-egg = "other" }) })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_an_expiry_that_is_no_time" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { labels = merge(var.instances["abc123def456"].labels, { gosling-expires = "tomorrow" }) })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_a_region_that_is_none" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { region = "here; rm" })
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

run "refuses_a_variable_with_a_dash" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { environment = { "A-B" = "1" } })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_a_variable_of_ours" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { environment = { GOSLING_RUNNER_ID = "x" } })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_a_variable_of_the_cloud" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { environment = { AWS_SECRET_ACCESS_KEY = "x" } })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_too_short_a_life" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { lifetime_seconds = 59 })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_a_rift_that_is_no_host" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { rift_server = "http://rift" })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_user_data_of_another_kind" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { user_data = "#!/bin/sh" })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_no_user_data" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { user_data = null })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_too_much_user_data" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { user_data = "#cloud-config\n${join("", [for i in range(1000) : "0123456789abcdef!"])}" })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_a_token_beside_user_data" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { enrolment_token = "enrolment-token-0001" })
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

run "refuses_six_security_groups" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { security_group_ids = [for i in range(6) : var.instances["abc123def456"].security_group_ids[0]] })
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

run "refuses_too_large_a_disk" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { disk_gb = 20000 })
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

run "refuses_a_size_nothing_has" {
  command = plan
  variables {
    instances = {
      abc123def456 = merge(var.instances["abc123def456"], { cpu = 128, memory_mb = 524288 + 1 })
    }
  }
  expect_failures = [var.instances]
}

run "refuses_a_slug_with_upper_case" {
  command = plan
  variables {
    egg = merge(var.egg, { slug = "Web" })
  }
  expect_failures = [var.egg]
}

run "refuses_a_prefix_with_a_dot" {
  command = plan
  variables {
    egg = merge(var.egg, { prefix = "a.b" })
  }
  expect_failures = [var.egg]
}

run "refuses_too_long_a_prefix" {
  command = plan
  variables {
    egg = merge(var.egg, { prefix = join("", [for i in range(49) : "a"]) })
  }
  expect_failures = [var.egg]
}

run "refuses_an_egg_without_labels" {
  command = plan
  variables {
    egg = merge(var.egg, { labels = {} })
  }
  expect_failures = [var.egg]
}

run "refuses_a_time_logs_are_not_kept" {
  command = plan
  variables {
    egg = merge(var.egg, { log_days = 4 })
  }
  expect_failures = [var.egg]
}
