module "runners_aws_vm" {
  source = "./modules/aws-vm"

  egg     = var.egg
  retired = contains(var.retired, "aws-vm")
  instances = {
    for id, each in var.worker_instances : id => merge(each, {
      image     = each.image != null ? each.image : data.aws_ssm_parameter.image[each.region].insecure_value
      subnet_id = each.subnet_id != null ? each.subnet_id : sort(data.aws_subnets.default[join("/", compact([each.region, each.zone]))].ids)[0]
    }) if each.variant == "aws-vm"
  }
}

locals {
  runners = merge(module.runners_aws_vm.runners)
}

output "runners" {
  value = local.runners
}
