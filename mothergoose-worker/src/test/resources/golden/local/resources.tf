module "runners" {
  source = "./modules/local"
  instances = {
    for id, each in var.worker_instances : id => each if each.variant == "local"
  }
}

locals {
  runners = merge(module.runners.runners)
}

output "runners" {
  value = local.runners
}
